import type { ToolScript } from "../../src-shared/tool-script";
import { callText } from "./call-text";
import { type CopiedCall, type SecretVariables, secretVariables } from "./copy-call";
import { PythonExpressions } from "./copy-python-value";

const FUTURE = /^from __future__ import .*\n?/gm;

const finder = `class _RmoteModules(object):
    """Finds the modules above as Python finds files."""

    def find_spec(self, name, path=None, target=None):
        if name in _RMOTE:
            is_package = any(other.startswith(name + ".") for other in _RMOTE)
            return _rmote_util.spec_from_loader(name, self, is_package=is_package)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        exec(compile(_RMOTE[name], "<%s>" % name, "exec"), module.__dict__)


_rmote_sys.meta_path.insert(0, _RmoteModules())
`;

const logging = `import logging as _rmote_logging

_rmote_logging.basicConfig(level="DEBUG", format="%(levelname)s %(name)s: %(message)s")
`;

const printing = `def _rmote_print(result):
    """Prints what a method came to, or what it yields as it comes."""
    import inspect

    # Names of files may have bytes that are no text.
    _rmote_sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
    if inspect.isawaitable(result) or inspect.isasyncgen(result):
        import asyncio

        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        if inspect.isasyncgen(result):
            try:
                while True:
                    print(loop.run_until_complete(result.__anext__()), flush=True)
            except StopAsyncIteration:
                return
        result = loop.run_until_complete(result)
    if hasattr(result, "__next__"):
        for item in result:
            print(item, flush=True)
    else:
        print(result, flush=True)
`;

/** A call as a script that Python 3.6 or newer runs, on a target and without the app. */
export function pythonScript(call: CopiedCall, script: ToolScript): string {
  const variables = secretVariables(call);
  const expressions = new PythonExpressions(variables);
  const positional = call.args.map((value) => expressions.of(value));
  const named = Object.entries(call.kwargs).map(([name, value]): [string, string] => [
    name,
    expressions.of(value),
  ]);
  const method = `${call.toolName}().${call.method.name}`;
  const coerces = script.modules.some(([name]) => name === "rmote.coerce");
  const arguments_ = [...positional, ...named.map(([name, text]) => `${name}=${text}`)].join(", ");
  const tuple = `(${positional.map((text) => `${text}, `).join("")})`;
  const dict = `{${named.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(", ")}}`;
  const future = script.source.match(FUTURE) ?? [];
  return [
    `#!/usr/bin/env python3\n${about(call, variables)}`,
    ...future.map((line) => line.trimEnd()),
    "import importlib.util as _rmote_util",
    "import os as _rmote_os",
    "import sys as _rmote_sys",
    "\n# What the tool imports of rmote, by name.\n_RMOTE = {",
    ...script.modules.map(([name, source]) => `    "${name}": ${literal(source, expressions)},`),
    "}\n\n",
    finder,
    `\n# ---- ${printable(script.filename)} ----\n`,
    script.source.replace(FUTURE, "").trimEnd(),
    "\n\n# ---- The call ----\n",
    ...expressions.imports(),
    ...(/\blogging\b/.test(script.source) ? [logging] : []),
    `\n${printing}\n`,
    ...(coerces
      ? [
          "from rmote.coerce import coerce as _rmote_coerce\n",
          `_rmote_args, _rmote_kwargs = _rmote_coerce(${method}, ${tuple}, ${dict})`,
          `_rmote_print(${method}(*_rmote_args, **_rmote_kwargs))`,
        ]
      : [`_rmote_print(${method}(${arguments_}))`]),
    "",
  ].join("\n");
}

function about(call: CopiedCall, variables: SecretVariables): string {
  const { toolName, method, args, kwargs } = call;
  const shown = callText(toolName, method.name, args, kwargs);
  return [
    `# ${printable(shown)}`,
    "# Needs Python 3.6 or newer, and nothing else. Copied from Rmote Desktop.",
    ...[...variables.values()].map((name) => `# ${name} is a secret: set it in the environment.`),
  ].join("\n");
}

/** On one line of a comment. */
const printable = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");

/** Source in a form that can be read, where Python reads it as it is. */
function literal(source: string, expressions: PythonExpressions): string {
  const isPlain =
    !source.includes("'''") && source.endsWith("\n") && /^[\x20-\x7e\n]*$/.test(source);
  return isPlain ? `r'''\n${source}'''` : expressions.of(source);
}
