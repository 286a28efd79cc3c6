import { expect, it } from "vitest";
import { docstringIndent } from "./docstring-indent";

it.each<[string, string, string | null]>([
  ["below its arguments", '    """Do it.\n\n    Args:\n        a: One.\n        """', "    "],
  ["where it is already", '    """Do it.\n    """', "    "],
  ["of a raw one", "  r'''Do it.\n      '''", "  "],
  ["behind one that is closed", '    """One."""\n    """', null],
  ["of a text that is no docstring", '    x = """\n  a\n  """', null],
  ["with something beside it", '    """Do.\n        b"""', null],
  ["that begins one", '"""', null],
])("the end of a docstring %s", (_name, text, indent) => {
  expect(docstringIndent(text.split("\n"))).toBe(indent);
});
