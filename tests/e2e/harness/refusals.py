"""Calls that boto3 is to be refused, and what AWS's answer says then."""

import pytest
from botocore.exceptions import ClientError


def refused_response(call, *arguments, **options):
    """The whole answer."""
    with pytest.raises(ClientError) as error:
        call(*arguments, **options)
    return error.value.response


def refusal(call, *arguments, **options):
    """Code and message."""
    error = refused_response(call, *arguments, **options)["Error"]
    return error["Code"], error["Message"]


def refused(code, call, *arguments, **options):
    """The message of a refusal with that code."""
    response = refused_response(call, *arguments, **options)
    assert response["Error"]["Code"] == code, response
    return response["Error"]["Message"]
