// Every operation that is served, held against AWS's own table of actions: which resources it asks
// for, and which condition keys it brings. An operation without a request in the table fails.
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "aws/json_tree.h"
#include "iam/pattern.h"
#include "services/testing.h"
#include "store/ecs_records.h"

namespace berth::services {
namespace {

using Names = std::set<std::string>;

std::string read_data(const std::string& name) {
  std::ifstream file(std::string(BERTH_TEST_DATA) + "/iam/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "arn:${Partition}:ecs:…/${ClusterName}" as a glob.
std::string glob_of(const std::string& arn) {
  std::string glob;
  for (std::size_t i = 0; i < arn.size(); ++i) {
    if (arn.compare(i, 2, "${") == 0) {
      i = arn.find('}', i);
      glob += '*';
    } else {
      glob += arn[i];
    }
  }
  return glob;
}

/// Keys that Berth never fills: what identity providers other than OpenID Connect's say of a user,
/// and those of AWS's role templates.
bool is_never_filled(const std::string& key) {
  const std::string vendor = key.substr(0, key.find(':'));
  static const Names ours{"aws", "ecs", "iam", "logs", "sts"};
  return !ours.contains(vendor) || key == "iam:RoleTemplateARN";
}

/// Keys that any request may bring, and the claims of identity providers, are not in the table.
bool is_of_every_action(const std::string& key) {
  const bool of_table = key.find("Tag/") != std::string::npos || key == "aws:TagKeys";
  return !of_table && (key.starts_with("aws:") || key.starts_with("idp.example.com"));
}

/// "aws:RequestTag/stage" as the table has it: "aws:RequestTag/${TagKey}".
std::string table_name(const std::string& key) {
  const std::size_t slash = key.find('/');
  const bool tag = key.find("Tag/") != std::string::npos;
  return tag ? key.substr(0, slash) + "/${TagKey}" : key;
}

Names names_in(const aws::JsonValue* list) {
  Names names;
  if (list == nullptr) return names;
  for (const auto& element : list->elements) names.insert(element.text());
  return names;
}

/// AWS's table: tests/data/iam/actions.json.
class ActionTable {
 public:
  ActionTable() : tree_(aws::parse_json(read_data("actions.json")).value()) {}

  const aws::JsonValue* action(const std::string& action) const {
    const std::size_t colon = action.find(':');
    const aws::JsonValue* service = tree_.find("services")->find(action.substr(0, colon));
    return service ? service->find("actions")->find(action.substr(colon + 1)) : nullptr;
  }

  /// The resource type of the action that `arn` is of, or "" where it is of none.
  std::string type_of(const std::string& action_name, const std::string& arn) const {
    const aws::JsonValue* resources = action(action_name)->find("resources");
    for (const auto& resource : resources->elements) {
      const std::string type = resource.find("type")->text();
      const std::string glob = glob_of(type_row(action_name, type)->find("arn")->text());
      if (iam::Pattern(glob, {.wildcards = true}).matches(arn)) return type;
    }
    return "";
  }

  /// The condition keys that the action knows on a resource of that type.
  Names keys_of(const std::string& action_name, const std::string& type) const {
    Names keys = names_in(action(action_name)->find("conditionKeys"));
    if (type.empty()) return keys;
    keys.merge(names_in(type_row(action_name, type)->find("conditionKeys")));
    for (const auto& resource : action(action_name)->find("resources")->elements) {
      if (resource.find("type")->text() == type) {
        keys.merge(names_in(resource.find("conditionKeys")));
      }
    }
    return keys;
  }

  Names required_types(const std::string& action_name) const {
    Names types;
    for (const auto& resource : action(action_name)->find("resources")->elements) {
      if (resource.find("required")->text() == "true") types.insert(resource.find("type")->text());
    }
    return types;
  }

 private:
  const aws::JsonValue* type_row(const std::string& action_name, const std::string& type) const {
    const std::string service = action_name.substr(0, action_name.find(':'));
    return tree_.find("services")->find(service)->find("resourceTypes")->find(type);
  }

  aws::JsonValue tree_;
};

std::vector<const Operation*> served_operations() {
  std::vector<const Operation*> all;
  for (const auto list :
       {ecs_operations(), iam_operations(), sts_operations(), logs_operations()}) {
    for (const Operation& operation : list) all.push_back(&operation);
  }
  return all;
}

/// A line of tests/data/iam/authorised_requests.jsonl: a call that sets the stage, whose answer's
/// members may be kept under a name, or a request whose targets are held against AWS's table.
struct Row {
  bool setup = false;
  std::string action;
  std::string request;
  std::map<std::string, std::string> keep;
  bool one_of = false;  ///< the table's resource types are a choice
  std::string instead;  ///< the resource AWS asks for although its table has another, or none
  Names unfilled;       ///< keys that the table has and Berth does not fill
};

class AuthorisedRequestsTest : public ServiceTest {
 protected:
  void SetUp() override {
    std::istringstream lines(read_data("authorised_requests.jsonl"));
    for (std::string line; std::getline(lines, line);) rows_.push_back(row_of(line));
    for (const Row& row : rows_) {
      if (row.setup) set_up(row);
    }
  }

  static const Operation* find(const std::string& action) {
    for (const Operation* operation : served_operations()) {
      const std::string name =
          std::string(operation->row().service) + ":" + std::string(operation->row().name);
      if (name == action) return operation;
    }
    return nullptr;
  }

  /// The request with what was kept in the place of "{name}".
  std::string filled(std::string request) const {
    for (const auto& [name, value] : kept_) {
      const std::string mark = "{" + name + "}";
      for (std::size_t at; (at = request.find(mark)) != std::string::npos;) {
        request.replace(at, mark.size(), value);
      }
    }
    return request;
  }

  Targets targets_of(const Row& row) {
    Targets targets;
    const Operation* operation = find(row.action);
    EXPECT_NE(operation, nullptr) << row.action << " is not served";
    if (operation == nullptr) return targets;
    caller_.web_identity.reset();
    if (row.action == "sts:AssumeRoleWithWebIdentity") {
      caller_.web_identity = WebIdentity{
          "idp.example.com/a", "c",      "ann", {},
          {{"team", "x"}},     {"team"}, "ann", std::vector<std::string>{kept_.at("role")}};
    }
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      const std::shared_ptr<void> input = operation->make_input();
      BERTH_TRY(aws::decode_json(*operation->row().input, filled(row.request), input.get()));
      BERTH_ASSIGN(targets, operation->targets(context, input.get()));
      return {};
    })) << row.action;
    return targets;
  }

  /// What the target asks for: the type of its resource.
  std::string check_resource(const Row& row, const std::string& action, const Target& target) {
    if (!row.instead.empty()) {
      EXPECT_EQ(target.resource, filled(row.instead)) << row.action;
      return "";
    }
    const bool knows_resources = !table_.action(action)->find("resources")->elements.empty();
    if (!knows_resources) {
      EXPECT_EQ(target.resource, "*") << action;
      return "";
    }
    const std::string type = table_.type_of(action, target.resource);
    // Of federated users' tags the table says nothing.
    if (action == "sts:TagSession" && action != row.action) return type;
    EXPECT_NE(type, "") << action << " asks for " << target.resource;
    return type;
  }

  void check_keys(const Row& row, const std::string& action, const std::string& type,
                  const Target& target) {
    const Names known = table_.keys_of(action, type);
    Names brought;
    for (const auto& [key, value] : target.context.entries()) brought.insert(table_name(key));
    for (const std::string& key : brought) {
      if (is_of_every_action(key)) continue;
      EXPECT_TRUE(known.contains(key)) << action << " brings " << key << ", which AWS's does not";
    }
    if (action != row.action) return;
    for (const std::string& key : known) {
      if (is_never_filled(key)) continue;
      EXPECT_NE(brought.contains(key), row.unfilled.contains(key))
          << action << " on " << target.resource << ": " << key
          << (brought.contains(key) ? " is filled: take it from \"unfilled\"" : " is not filled");
    }
  }

  std::vector<Row> rows_;
  ActionTable table_;

 private:
  static Row row_of(const std::string& line) {
    const auto tree = aws::parse_json(line);
    if (!tree) throw std::runtime_error("not JSON: " + line);
    Row row;
    row.setup = tree->find("setup") != nullptr;
    row.action = tree->find(row.setup ? "setup" : "action")->text();
    const aws::JsonValue* request = tree->find("request");
    row.request = line.substr(request->begin, request->end - request->begin);
    if (const auto* keep = tree->find("keep")) {
      for (const auto& [name, path] : keep->members) row.keep[name] = path.text();
    }
    row.one_of = tree->find("one_of") != nullptr;
    if (const auto* instead = tree->find("instead")) row.instead = instead->text();
    if (const auto* unfilled = tree->find("unfilled")) {
      for (const auto& [key, reason] : unfilled->members) row.unfilled.insert(key);
    }
    return row;
  }

  void set_up(const Row& row) {
    const Operation* operation = find(row.action);
    ASSERT_NE(operation, nullptr) << row.action;
    aws::JsonWriter answer;
    const auto done = in_context([&](Context& context) -> Result<void> {
      const std::shared_ptr<void> input = operation->make_input();
      BERTH_TRY(aws::decode_json(*operation->row().input, filled(row.request), input.get()));
      BERTH_ASSIGN(const std::shared_ptr<void> output, operation->run(context, input.get()));
      if (!row.keep.empty()) aws::encode_json(*operation->row().output, output.get(), answer);
      return {};
    });
    ASSERT_TRUE(done) << row.action << ": " << done.error().message;
    if (row.keep.empty()) return;
    const auto tree = aws::parse_json(answer.take());
    ASSERT_TRUE(tree);
    for (const auto& [name, path] : row.keep) kept_[name] = text_at(*tree, path);
    if (row.action == "ecs:RegisterContainerInstance") connect(kept_.at("instance"));
  }

  /// The instance's agent, without which no task is placed.
  void connect(const std::string& instance) {
    ASSERT_TRUE(in_context([&](Context& context) -> Result<void> {
      EXPECT_TRUE(store::set_agent_connected(context.tx, instance, true));
      return {};
    }));
  }

  /// "tasks/taskArn": members by name; of lists the first element.
  static std::string text_at(const aws::JsonValue& tree, const std::string& path) {
    const aws::JsonValue* value = &tree;
    std::istringstream steps(path);
    for (std::string step; std::getline(steps, step, '/') && value != nullptr;) {
      value = value->find(step);
      if (value != nullptr && value->is_array()) value = &value->elements.at(0);
    }
    EXPECT_NE(value, nullptr) << path;
    return value != nullptr ? value->text() : "";
  }

  std::map<std::string, std::string> kept_;
};

TEST_F(AuthorisedRequestsTest, AskForTheResourcesAndBringTheKeysOfAwssTable) {
  for (const Row& row : rows_) {
    if (row.setup) continue;
    Names types;
    for (const Target& target : targets_of(row)) {
      const std::string action = target.action.empty() ? row.action : target.action;
      ASSERT_NE(table_.action(action), nullptr) << action << " is not an action of AWS";
      const std::string type = check_resource(row, action, target);
      if (action == row.action) types.insert(type);
      check_keys(row, action, type, target);
    }
    if (!row.instead.empty()) continue;
    for (const std::string& type : table_.required_types(row.action)) {
      if (row.one_of && !types.contains("")) break;
      EXPECT_TRUE(types.contains(type)) << row.action << " does not ask for a " << type;
    }
  }
}

TEST_F(AuthorisedRequestsTest, AreThereForEveryOperation) {
  Names tried;
  for (const Row& row : rows_) {
    if (!row.setup) tried.insert(row.action);
  }
  for (const Operation* operation : served_operations()) {
    const std::string name =
        std::string(operation->row().service) + ":" + std::string(operation->row().name);
    EXPECT_TRUE(tried.contains(name)) << name;
  }
}

}  // namespace
}  // namespace berth::services
