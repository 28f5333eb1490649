// The rows of a query of Insights, for people and for programs.
#include <algorithm>
#include <map>
#include <ostream>

#include "aws/json_writer.h"
#include "aws/utf8.h"
#include "cli/log_lines.h"
#include "cli/log_query.h"

namespace berth::cli {
namespace {

constexpr std::string_view kPointer = "@ptr";

std::string shown(std::string_view value) {
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.remove_suffix(1);
  return with_controls_escaped(value);
}

/// Fields in the order in which rows bring them, each with the width of its widest value.
class Columns {
 public:
  explicit Columns(const std::vector<QueryRow>& rows) {
    for (const QueryRow& row : rows) {
      for (const auto& one : row) {
        const std::string name = one.field.value_or("");
        if (name == kPointer) continue;
        const auto [place, is_new] = places_.try_emplace(name, names_.size());
        if (is_new) {
          names_.push_back(shown(name));
          widths_.push_back(aws::count_code_points(names_.back()));
        }
        std::size_t& width = widths_[place->second];
        width = std::max(width, aws::count_code_points(shown(one.value.value_or(""))));
      }
    }
  }

  std::vector<std::string> cells_of(const QueryRow& row) const {
    std::vector<std::string> cells(names_.size());
    for (const auto& one : row) {
      const auto place = places_.find(one.field.value_or(""));
      if (place != places_.end()) cells[place->second] = shown(one.value.value_or(""));
    }
    return cells;
  }

  const std::vector<std::string>& names() const { return names_; }
  std::vector<std::string> rules() const {
    std::vector<std::string> rules;
    for (const std::size_t width : widths_) rules.emplace_back(width, '-');
    return rules;
  }

  void print(const std::vector<std::string>& cells, std::ostream& out) const {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      line += cells[i];
      line.append(widths_[i] - aws::count_code_points(cells[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<std::string> names_;
  std::vector<std::size_t> widths_;
};

}  // namespace

void print_query_table(const std::vector<QueryRow>& rows, std::ostream& out) {
  if (rows.empty()) return;
  const Columns columns(rows);
  columns.print(columns.names(), out);
  columns.print(columns.rules(), out);
  for (const QueryRow& row : rows) columns.print(columns.cells_of(row), out);
}

void print_query_json(const std::vector<QueryRow>& rows, std::ostream& out) {
  for (const QueryRow& row : rows) {
    aws::JsonWriter json;
    json.begin_object();
    for (const auto& one : row) {
      json.key(one.field.value_or(""));
      json.string(one.value.value_or(""));
    }
    json.end_object();
    out << json.take() << '\n';
  }
}

}  // namespace berth::cli
