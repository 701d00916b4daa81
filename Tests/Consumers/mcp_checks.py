#!/usr/bin/env python3
"""Use `plimsoll mcp` as an agent does, through the client of the package `mcp`.

Usage: mcp_checks.py PROGRAM
"""
import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters, stdio_client

MACHINE = {"gpu": ["RTX 3060 12GB"], "ram": "32GiB"}
CALLS = {
    "hardware": MACHINE,
    "recommend": {"use-case": "coding", "limit": 2, **MACHINE},
    "fit": {"model": "qwen3:8b", "quant": ["Q4_K_M"], "context": 16384, **MACHINE},
    "plan": {"model": "qwen3:8b", "limit": 2},
    "capacity": {"model": "qwen3:8b", "users": 4, **MACHINE},
    "cost": {"requests-per-month": 100000, "input": 500, "output": 200, "api": ["gpt-4o-mini"]},
}


async def main(program):
    server = StdioServerParameters(command=program, args=["mcp", "--no-bench"])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        told = await session.initialize()
        print("protocol", told.model_dump(by_alias=True)["protocolVersion"])
        tools = (await session.list_tools()).tools
        assert {tool.name for tool in tools} == set(CALLS), tools
        for tool in tools:
            assert tool.model_dump(by_alias=True)["annotations"]["readOnlyHint"], tool.name
        for name, arguments in CALLS.items():
            # The client itself compares the content with the tool's output schema.
            result = (await session.call_tool(name, arguments)).model_dump(by_alias=True)
            assert not result["isError"], result["content"]
            content = result["structuredContent"]
            assert content["schema"] == f"plimsoll.{name}/1", content["schema"]
            assert json.loads(result["content"][0]["text"]) == content
            print("called", name, len(result["content"][0]["text"]))
        for name, arguments in [
            ("fit", {"model": "nothing-like-it"}), ("fit", {}), ("fit", {"model": "/etc/passwd"}),
            ("fit", {"model": "qwen3:8b", "catalog": "/etc/passwd"}), ("hardware", {"gpu": ["nothing"]}),
        ]:
            result = (await session.call_tool(name, arguments)).model_dump(by_alias=True)
            assert result["isError"], (name, arguments)
            assert json.loads(result["content"][0]["text"])["schema"] == "plimsoll.error/1"
        try:
            await session.call_tool("pull", {})
        except Exception as error:
            print("no tool:", error)
        else:
            raise AssertionError("pull is no tool")


asyncio.run(main(sys.argv[1]))
