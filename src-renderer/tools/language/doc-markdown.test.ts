import { expect, it } from "vitest";
import { docMarkdown, pythonMarkdown } from "./doc-markdown";

it("has paragraphs, lists, sections and code", () => {
  const doc =
    "Write `a`\nand b.\n\n- one\n- two\n\nRaises:\n    OSError: No *disk*.\n\nReturns:\n    It.";
  expect(docMarkdown(doc).value).toBe(
    [
      "Write ` a ` and b\\.",
      "- one\n- two",
      "**Errors**",
      "- ` OSError ` No \\*disk\\*\\.",
      "**Returns**",
      "It\\.",
    ].join("\n\n"),
  );
});

it("has nothing of the author's that is markup", () => {
  const doc = "![x](http://evil) <b> [a](b) www.a.b c@d.e\n\n    ```\n    ![y](z)\n    ```";
  const { value } = docMarkdown(doc);
  expect(value).toBe(
    "\\!\\[x\\]\\(http\\:\\/\\/evil\\) \\<b\\> \\[a\\]\\(b\\) www\\.a\\.b c\\@d\\.e" +
      "\n\n` ![y](z) `",
  );
  expect(docMarkdown("a   ```b\nc").value).toBe("````text\na   ```b\nc\n````");
  expect(pythonMarkdown("def f(): ...").value).toBe("```python\ndef f(): ...\n```");
});
