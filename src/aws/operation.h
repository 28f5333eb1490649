// One operation of a service as its model has it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "aws/shape.h"

namespace berth::aws {

enum class Protocol : std::uint8_t {
  kJson11,  ///< AWS JSON 1.1
  kQuery,   ///< AWS Query in, XML out
};

/// An exception of a model: its structure's name, its code on the wire, its HTTP status.
struct ErrorRow {
  std::string_view shape_name;
  std::string_view code;
  int http_status;
};

/// How an operation's listing goes on, from the service's paginators; empty where it does not.
struct Paginator {
  std::string_view input_token;
  std::string_view output_token;
  std::string_view limit_key;
  std::string_view result_key;
};

/// One operation.
struct OperationRow {
  std::string_view service;     ///< "ecs": the model's name, which is its signing name too
  std::string_view name;        ///< "RunTask"
  std::string_view iam_action;  ///< "ecs:RunTask"
  Protocol protocol;
  const StructShape* input;
  const StructShape* output;
  std::string_view result_wrapper;  ///< of Query answers: "AssumeRoleResult"
  std::span<const ErrorRow> errors;
  Paginator paginator;
};

}  // namespace berth::aws
