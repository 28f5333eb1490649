#!/usr/bin/env python3
"""Turns a service model (botocore's form) into C++ structs and shape tables.

usage: modelgen.py MODEL_JSON [--paginators FILE] --name NAME --out DIR --parts N

Writes NAME.h, NAME_shapes.h and NAME_0.cpp … NAME_<N-1>.cpp into DIR. Same input, same output.
"""
import argparse
import json
import os
import re
import sys

KEYWORDS = {
    "alignas", "and", "auto", "bool", "break", "case", "catch", "char", "class", "const",
    "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "export", "extern",
    "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "namespace", "new",
    "not", "operator", "or", "private", "protected", "public", "register", "requires", "return",
    "shape", "short", "signed", "sizeof", "static", "struct", "switch", "template", "this", "throw",
    "true", "try", "typedef", "union", "unsigned", "using", "virtual", "void", "volatile", "while",
    "xor",
}
SCALARS = {
    "string": ("std::string", "kString"),
    "boolean": ("bool", "kBoolean"),
    "integer": ("std::int32_t", "kInteger"),
    "long": ("std::int64_t", "kLong"),
    "double": ("double", "kDouble"),
    "float": ("double", "kDouble"),
    "timestamp": ("TimePoint", "kTimestamp"),
    "blob": ("std::string", "kBlob"),
}


def snake_case(name):
    """RunTask -> run_task, taskARNs -> task_arns, vCPU -> v_cpu."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name.replace("ARNs", "Arns"))
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    name = re.sub(r"[^A-Za-z0-9_]", "_", name).lower()
    return name + "_" if name in KEYWORDS else name


def literal(text):
    """A C++ string literal of any text."""
    out = ""
    for char in text.encode("utf-8").decode("latin-1"):
        if char in '"\\':
            out += "\\" + char
        elif 32 <= ord(char) < 127 and char != "?":
            out += char
        else:
            out += "\\%03o" % ord(char)
    return '"%s"' % out


class Model:
    """A model with the questions that the writers ask of it."""

    def __init__(self, data, name, paginators):
        self.name = name
        self.metadata = data["metadata"]
        self.shapes = data["shapes"]
        self.operations = data.get("operations", {})
        self.paginators = paginators
        self.cut_recursion()

    def cut_recursion(self):
        """A structure that holds itself by value becomes JSON text there: C++ cannot nest it."""
        for name in self.structs():
            for member in self.shapes[name].get("members", {}).values():
                if name in self.by_value_closure(member["shape"]):
                    self.shapes.setdefault("RecursiveDocument",
                                           {"type": "structure", "document": True, "members": {}})
                    member["shape"] = "RecursiveDocument"

    def by_value_closure(self, shape):
        found, left = set(), self.by_value(shape)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                for member in self.shapes[name].get("members", {}).values():
                    left += self.by_value(member["shape"])
        return found

    def is_struct(self, name):
        shape = self.shapes[name]
        return shape["type"] == "structure" and not shape.get("document")

    def structs(self):
        return [name for name in self.shapes if self.is_struct(name)]

    def cpp_type(self, name):
        shape = self.shapes[name]
        kind = shape["type"]
        if shape.get("document"):
            return "std::string"
        if kind == "structure":
            return name
        if kind == "list":
            return "std::vector<%s>" % self.cpp_type(shape["member"]["shape"])
        if kind == "map":
            return "std::map<std::string, %s>" % self.cpp_type(shape["value"]["shape"])
        return SCALARS[kind][0]

    def by_value(self, name):
        """The structures that must be complete before a member of this shape is declared."""
        shape = self.shapes[name]
        if self.is_struct(name):
            return [name]
        if shape["type"] == "map":
            return self.by_value(shape["value"]["shape"])
        if shape["type"] == "list":
            # A vector may hold a type that is completed later: that is how recursion is spelt.
            return []
        return []

    def declaration_order(self):
        done, order = set(), []

        def visit(name):
            if name in done:
                return
            done.add(name)
            for member in self.shapes[name].get("members", {}).values():
                for needed in self.by_value(member["shape"]):
                    visit(needed)
            order.append(name)

        for name in self.structs():
            visit(name)
        return order

    def errors(self):
        rows = []
        for name, shape in sorted(self.shapes.items()):
            if not shape.get("exception"):
                continue
            error = shape.get("error", {})
            status = error.get("httpStatusCode", 500 if shape.get("fault") else 400)
            rows.append((name, error.get("code", name), status))
        return rows


BANNER = "// Made by tools/modelgen from model/%s.json. Do not edit.\n"


def write_header(model, out):
    lines = [BANNER % model.name, "#pragma once\n", "#include <cstdint>", "#include <map>",
             "#include <optional>", "#include <string>", "#include <vector>\n",
             '#include "aws/operation.h"', '#include "aws/service_model.h"',
             '#include "aws/shape.h"', '#include "base/clock.h"\n',
             "namespace berth::aws::%s {\n" % model.name]
    lines += ["struct %s;" % name for name in model.structs()]
    lines.append("")
    for name in model.declaration_order():
        lines.append("struct %s {" % name)
        for wire, member in model.shapes[name].get("members", {}).items():
            lines.append("  std::optional<%s> %s;" % (model.cpp_type(member["shape"]),
                                                      snake_case(wire)))
        lines.append("  static const StructShape& shape();")
        lines.append("  bool operator==(const %s&) const = default;" % name)
        lines.append("};\n")
    lines.append("/// The service itself.\nextern const ServiceModel kService;\n")
    lines.append("namespace ops {\n")
    for name, operation in sorted(model.operations.items()):
        ends = [operation.get(end, {}).get("shape") for end in ("input", "output")]
        lines.append("struct %s {" % name)
        for alias, shape in zip(("Input", "Output"), ends):
            lines.append("  using %s = %s;" % (alias, "%s::%s" % (model.name, shape)
                                               if shape else "Empty"))
        lines.append("  static const OperationRow& row();\n};")
    lines.append("\n}  // namespace ops\n}  // namespace berth::aws::%s" % model.name)
    save(out, model.name + ".h", lines)


def write_shapes_header(model, out):
    lines = [BANNER % model.name, "#pragma once\n", '#include "aws/models/%s.h"' % model.name,
             '#include "aws/shape_ops.h"\n', "namespace berth::aws::%s::shapes {\n" % model.name]
    lines += ["extern const TypeShape kType_%s;" % name for name in model.shapes]
    lines += ["extern const StructShape kStruct_%s;" % name for name in model.structs()]
    lines.append("\n}  // namespace berth::aws::%s::shapes" % model.name)
    save(out, model.name + "_shapes.h", lines)


def type_initialiser(model, name):
    shape = model.shapes[name]
    kind = shape["type"]
    fields = [".name = %s" % literal(name)]
    if shape.get("document"):
        fields.append(".kind = Kind::kDocument")
    elif kind == "structure":
        fields += [".kind = Kind::kStructure"]
    elif kind in ("list", "map"):
        fields.append(".kind = Kind::%s" % ("kList" if kind == "list" else "kMap"))
    else:
        fields.append(".kind = Kind::%s" % SCALARS[kind][1])
    if shape.get("sensitive"):
        fields.append(".sensitive = true")
    for bound in ("min", "max"):
        if bound in shape:
            fields.append(".%s = %dLL" % (bound, int(shape[bound])))
    if "pattern" in shape:
        fields.append(".pattern = %s" % literal(shape["pattern"]))
    if "enum" in shape:
        fields.append(".values = kValues_%s" % name)
    if model.is_struct(name):
        fields.append(".structure = &kStruct_%s" % name)
    if kind == "list":
        element = shape["member"]["shape"]
        fields += [".element = &kType_%s" % element, ".list = &kListOps<%s>" % model.cpp_type(element)]
    if kind == "map":
        value = shape["value"]["shape"]
        fields += [".element = &kType_%s" % value, ".key = &kType_%s" % shape["key"]["shape"],
                   ".map = &kMapOps<%s>" % model.cpp_type(value)]
    return ", ".join(fields)


def write_type(model, name, lines):
    shape = model.shapes[name]
    if "enum" in shape:
        lines.append("constexpr std::string_view kValues_%s[] = {%s};" %
                     (name, ", ".join(literal(value) for value in shape["enum"])))
    lines.append("const TypeShape kType_%s = {%s};" % (name, type_initialiser(model, name)))
    if not model.is_struct(name):
        return
    members = shape.get("members", {})
    required = shape.get("required", [])
    if members:
        lines.append("constexpr Member kMembers_%s[] = {" % name)
        for wire, member in members.items():
            lines.append("    {%s, &kType_%s, &kOptionalOps<%s>, offsetof(%s, %s), %s}," % (
                literal(wire), member["shape"], model.cpp_type(member["shape"]), name,
                snake_case(wire), "true" if wire in required else "false"))
        lines.append("};")
    lines.append("const StructShape kStruct_%s = {%s, %s};" % (
        name, literal(name), "kMembers_%s" % name if members else "{}"))


def paginator_of(model, operation):
    page = model.paginators.get(operation, {})

    def first(key):
        value = page.get(key, "")
        return value[0] if isinstance(value, list) else value

    return "{%s}" % ", ".join(literal(first(key)) for key in
                              ("input_token", "output_token", "limit_key", "result_key"))


def write_operations(model, lines):
    metadata = model.metadata
    protocol = "Protocol::kQuery" if metadata.get("protocol") == "query" else "Protocol::kJson11"
    errors = model.errors()
    codes = {name: (code, status) for name, code, status in errors}

    def rows(names):
        return ", ".join("{%s, %s, %d}" % (literal(n), literal(codes[n][0]), codes[n][1])
                         for n in names)

    lines.append("namespace {")
    for name, operation in sorted(model.operations.items()):
        own = [error["shape"] for error in operation.get("errors", [])]
        if own:
            lines.append("constexpr ErrorRow kErrors_%s[] = {%s};" % (name, rows(own)))
        shapes = [operation.get(end, {}).get("shape") for end in ("input", "output")]
        refs = ["&shapes::kStruct_%s" % shape if shape else "&kEmptyShape" for shape in shapes]
        lines.append("constexpr OperationRow kRow_%s = {%s, %s, %s, %s, %s, %s, %s, %s, %s};" % (
            name, literal(model.name), literal(name), literal("%s:%s" % (model.name, name)),
            protocol, refs[0], refs[1], literal(operation.get("output", {}).get("resultWrapper", "")),
            "kErrors_%s" % name if own else "{}", paginator_of(model, name)))
    if model.operations:
        lines.append("constexpr const OperationRow* kRows[] = {%s};" % ", ".join(
            "&kRow_%s" % name for name in sorted(model.operations)))
    if errors:
        lines.append("constexpr ErrorRow kErrors[] = {%s};" % rows([e[0] for e in errors]))
    lines.append("}  // namespace\n")
    for name in sorted(model.operations):
        lines.append("const OperationRow& ops::%s::row() { return kRow_%s; }" % (name, name))
    lines.append("const ServiceModel kService = {%s, %s, %s, %s, %s, %s, %s, %s};" % (
        literal(model.name), literal(metadata.get("serviceFullName", model.name)), protocol,
        literal(metadata.get("targetPrefix", "")), literal(metadata.get("apiVersion", "")),
        literal(metadata.get("xmlNamespace", "")), "kRows" if model.operations else "{}",
        "kErrors" if errors else "{}"))


def write_parts(model, out, parts):
    names = list(model.shapes)
    size = (len(names) + parts - 1) // parts
    for part in range(parts):
        lines = [BANNER % model.name, "#include <cstddef>\n",
                 '#include "aws/models/%s_shapes.h"\n' % model.name,
                 "namespace berth::aws::%s {\nnamespace shapes {\n" % model.name]
        mine = names[part * size:(part + 1) * size]
        for name in mine:
            write_type(model, name, lines)
        lines.append("\n}  // namespace shapes\n")
        for name in mine:
            if model.is_struct(name):
                lines.append("const StructShape& %s::shape() { return shapes::kStruct_%s; }" %
                             (name, name))
        if part == 0:
            write_operations(model, lines)
        lines.append("\n}  // namespace berth::aws::%s" % model.name)
        save(out, "%s_%d.cpp" % (model.name, part), lines)


def save(out, name, lines):
    """Writes a file only where it changes, so that nothing is compiled again for nothing."""
    path = os.path.join(out, name)
    text = "\n".join(lines) + "\n"
    if os.path.exists(path):
        with open(path, encoding="utf-8") as old:
            if old.read() == text:
                os.utime(path)
                return
    with open(path, "w", encoding="utf-8") as new:
        new.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--paginators")
    parser.add_argument("--name", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--parts", type=int, default=1)
    options = parser.parse_args()
    with open(options.model, encoding="utf-8") as file:
        data = json.load(file)
    paginators = {}
    if options.paginators and os.path.exists(options.paginators):
        with open(options.paginators, encoding="utf-8") as file:
            paginators = json.load(file).get("pagination", {})
    os.makedirs(options.out, exist_ok=True)
    model = Model(data, options.name, paginators)
    write_header(model, options.out)
    write_shapes_header(model, options.out)
    write_parts(model, options.out, options.parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
