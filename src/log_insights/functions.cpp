// The functions and operators of queries.
#include <algorithm>
#include <array>
#include <cmath>

#include <re2/re2.h>

#include "log_insights/expression.h"
#include "log_insights/row.h"

namespace berth::log_insights {
namespace {

using Arguments = std::vector<Value>;
constexpr std::size_t kAny = 100;

template <class Compute>
Value of_numbers(const Arguments& of, Compute compute) {
  const auto a = of[0].number();
  const auto b = of.size() > 1 ? of[1].number() : std::optional<double>(0);
  return a && b ? Value::of_number(compute(*a, *b)) : Value();
}

template <class Fits>
Value of_comparison(const Arguments& of, Fits fits) {
  const auto order = compare(of[0], of[1]);
  return Value::of_truth(order && fits(*order));
}

/// The argument that is furthest, among those that are numbers.
Value extreme(const Arguments& of, bool greatest) {
  std::optional<double> found;
  for (const Value& value : of) {
    const auto number = value.number();
    if (number && (!found || (greatest ? *number > *found : *number < *found))) found = number;
  }
  return found ? Value::of_number(*found) : Value();
}

std::string stripped(std::string text, bool front, bool back, const std::string& of = " \t\r\n") {
  if (front) text.erase(0, std::min(text.find_first_not_of(of), text.size()));
  if (back) text.erase(text.find_last_not_of(of) + 1);
  return text;
}

std::string in_case(std::string text, char from, char to, int by) {
  for (char& c : text) {
    if (c >= from && c <= to) c = static_cast<char>(c + by);
  }
  return text;
}

Value run_replace(const Arguments& of) {
  const std::string from = of[1].text();
  const std::string to = of[2].text();
  std::string text = of[0].text();
  if (from.empty()) return Value::of_text(std::move(text));
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) {
    text.replace(at, from.size(), to);
    if (text.size() > 1'048'576) break;
  }
  return Value::of_text(std::move(text));
}

Value run_substr(const Arguments& of) {
  const std::string text = of[0].text();
  const double size = static_cast<double>(text.size());
  const double begin = std::clamp(of[1].number().value_or(0), 0.0, size);
  const double length =
      std::clamp(of.size() > 2 ? of[2].number().value_or(0) : size, 0.0, size - begin);
  return Value::of_text(
      text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(length)));
}

Value run_concat(const Arguments& of) {
  std::string text;
  for (const Value& value : of) text += value.text();
  return Value::of_text(std::move(text));
}

Value run_in(const Arguments& of) {
  return Value::of_truth(std::any_of(
      of.begin() + 1, of.end(), [&of](const Value& value) { return compare(of[0], value) == 0; }));
}

Value run_coalesce(const Arguments& of) {
  const auto found =
      std::find_if(of.begin(), of.end(), [](const Value& value) { return !value.is_none(); });
  return found == of.end() ? Value() : *found;
}

Value floor_of_time(const Arguments& of, bool up) {
  const auto at = of[0].number();
  const auto period = of[1].number();
  if (!at || !period || *period <= 0) return {};
  const double steps = *at / *period;
  return Value::of_time((up ? std::ceil(steps) : std::floor(steps)) * *period);
}

const std::array kFunctions = {
    Function{"and", 2, 2,
             [](const Arguments& of) { return Value::of_truth(of[0].holds() && of[1].holds()); }},
    Function{"or", 2, 2,
             [](const Arguments& of) { return Value::of_truth(of[0].holds() || of[1].holds()); }},
    Function{"not", 1, 1, [](const Arguments& of) { return Value::of_truth(!of[0].holds()); }},
    Function{"=", 2, 2,
             [](const Arguments& of) {
               return of_comparison(of, [](int order) { return order == 0; });
             }},
    Function{"!=", 2, 2,
             [](const Arguments& of) {
               return of_comparison(of, [](int order) { return order != 0; });
             }},
    Function{
        "<", 2, 2,
        [](const Arguments& of) { return of_comparison(of, [](int order) { return order < 0; }); }},
    Function{"<=", 2, 2,
             [](const Arguments& of) {
               return of_comparison(of, [](int order) { return order <= 0; });
             }},
    Function{
        ">", 2, 2,
        [](const Arguments& of) { return of_comparison(of, [](int order) { return order > 0; }); }},
    Function{">=", 2, 2,
             [](const Arguments& of) {
               return of_comparison(of, [](int order) { return order >= 0; });
             }},
    Function{"in", 2, kAny, run_in},
    Function{"strcontains", 2, 2,
             [](const Arguments& of) {
               return Value::of_truth(!of[0].is_none() &&
                                      of[0].text().find(of[1].text()) != std::string::npos);
             }},
    Function{"+", 2, 2,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double b) { return a + b; });
             }},
    Function{"-", 1, 2,
             [](const Arguments& of) {
               return of_numbers(of,
                                 [&of](double a, double b) { return of.size() == 1 ? -a : a - b; });
             }},
    Function{"*", 2, 2,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double b) { return a * b; });
             }},
    Function{"/", 2, 2,
             [](const Arguments& of) {
               return of_numbers(of,
                                 [](double a, double b) { return b == 0 ? std::nan("") : a / b; });
             }},
    Function{"%", 2, 2,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double b) { return std::fmod(a, b); });
             }},
    Function{"^", 2, 2,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double b) { return std::pow(a, b); });
             }},
    Function{"abs", 1, 1,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double) { return std::abs(a); });
             }},
    Function{"ceil", 1, 1,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double) { return std::ceil(a); });
             }},
    Function{"floor", 1, 1,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double) { return std::floor(a); });
             }},
    Function{"sqrt", 1, 1,
             [](const Arguments& of) {
               return of_numbers(of, [](double a, double) { return std::sqrt(a); });
             }},
    Function{"log", 1, 1,
             [](const Arguments& of) {
               return of_numbers(
                   of, [](double a, double) { return a > 0 ? std::log(a) : std::nan(""); });
             }},
    Function{"greatest", 1, kAny, [](const Arguments& of) { return extreme(of, true); }},
    Function{"least", 1, kAny, [](const Arguments& of) { return extreme(of, false); }},
    Function{"ispresent", 1, 1,
             [](const Arguments& of) { return Value::of_truth(!of[0].is_none()); }},
    Function{"isempty", 1, 1,
             [](const Arguments& of) { return Value::of_truth(of[0].text().empty()); }},
    Function{"isblank", 1, 1,
             [](const Arguments& of) {
               return Value::of_truth(stripped(of[0].text(), true, true).empty());
             }},
    Function{"coalesce", 1, kAny, run_coalesce},
    Function{"concat", 1, kAny, run_concat},
    Function{"strlen", 1, 1,
             [](const Arguments& of) {
               return Value::of_number(static_cast<double>(of[0].text().size()));
             }},
    Function{"toupper", 1, 1,
             [](const Arguments& of) {
               return Value::of_text(in_case(of[0].text(), 'a', 'z', 'A' - 'a'));
             }},
    Function{"tolower", 1, 1,
             [](const Arguments& of) {
               return Value::of_text(in_case(of[0].text(), 'A', 'Z', 'a' - 'A'));
             }},
    Function{"trim", 1, 2,
             [](const Arguments& of) {
               return Value::of_text(of.size() > 1
                                         ? stripped(of[0].text(), true, true, of[1].text())
                                         : stripped(of[0].text(), true, true));
             }},
    Function{"ltrim", 1, 2,
             [](const Arguments& of) {
               return Value::of_text(of.size() > 1
                                         ? stripped(of[0].text(), true, false, of[1].text())
                                         : stripped(of[0].text(), true, false));
             }},
    Function{"rtrim", 1, 2,
             [](const Arguments& of) {
               return Value::of_text(of.size() > 1
                                         ? stripped(of[0].text(), false, true, of[1].text())
                                         : stripped(of[0].text(), false, true));
             }},
    Function{"substr", 2, 3, run_substr},
    Function{"replace", 3, 3, run_replace},
    Function{"datefloor", 2, 2, [](const Arguments& of) { return floor_of_time(of, false); }},
    Function{"dateceil", 2, 2, [](const Arguments& of) { return floor_of_time(of, true); }},
    Function{"frommillis", 1, 1,
             [](const Arguments& of) {
               const auto ms = of[0].number();
               return ms ? Value::of_time(*ms) : Value();
             }},
    Function{"tomillis", 1, 1,
             [](const Arguments& of) {
               const auto ms = of[0].number();
               return ms ? Value::of_number(*ms) : Value();
             }},
};

}  // namespace

const Function* find_function(std::string_view name) {
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [name](const Function& each) { return each.name == name; });
  return found == kFunctions.end() ? nullptr : &*found;
}

Value Expression::evaluate(const Row& row) const {
  switch (kind) {
    case Kind::kLiteral:
      return literal;
    case Kind::kField:
      return row.get(name);
    case Kind::kMatch: {
      const Value value = parts.front().evaluate(row);
      const std::string text = value.text();
      return Value::of_truth(!value.is_none() && re2::RE2::PartialMatch(text, *regex));
    }
    case Kind::kFunction:
      break;
  }
  std::vector<Value> arguments;
  arguments.reserve(parts.size());
  for (const Expression& part : parts) arguments.push_back(part.evaluate(row));
  return function->run(arguments);
}

}  // namespace berth::log_insights
