// The functions behind shape.h's tables, one set a C++ type: included by generated code only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/shape.h"

namespace berth::aws {

template <class T>
inline constexpr OptionalOps kOptionalOps = {
    [](const void* optional) -> const void* {
      const auto& value = *static_cast<const std::optional<T>*>(optional);
      return value ? &*value : nullptr;
    },
    [](void* optional) -> void* { return &static_cast<std::optional<T>*>(optional)->emplace(); },
    [](void* optional) { static_cast<std::optional<T>*>(optional)->reset(); },
};

template <class T>
inline constexpr ListOps kListOps = {
    [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    [](const void* list, std::size_t index) -> const void* {
      return &(*static_cast<const std::vector<T>*>(list))[index];
    },
    [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); },
};

template <class T>
inline constexpr MapOps kMapOps = {
    [](const void* map) { return static_cast<const std::map<std::string, T>*>(map)->size(); },
    [](void* map, std::string_view key) -> void* {
      return &(*static_cast<std::map<std::string, T>*>(map))[std::string(key)];
    },
    [](const void* map, void* context, void (*visit)(void*, std::string_view, const void*)) {
      for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(map)) {
        visit(context, key, &value);
      }
    },
};

/// The shape of Empty. Here, so that the models' library needs no other.
inline constexpr StructShape kEmptyShape = {"Empty", {}};

}  // namespace berth::aws
