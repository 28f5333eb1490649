// The expressions of queries: precedence, functions, `like`, `in`.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "log_insights/expression.h"
#include "log_insights/lexer.h"

namespace berth::log_insights {

/// Parses the longest expression from the next token on. MalformedQueryException.
Result<Expression> parse_expression(Lexer& lexer);

/// A regular expression that `token` of the query's text stands for. MalformedQueryException where
/// RE2 does not take it.
Result<std::shared_ptr<const re2::RE2>> compile(const Lexer& lexer, const std::string& expression,
                                                const Token& token);

/// "5m" in milliseconds. MalformedQueryException.
Result<double> parse_period(Lexer& lexer);

}  // namespace berth::log_insights
