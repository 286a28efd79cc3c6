import { describe, expect, it } from "vitest";
import type { Preview, TemplateFailure } from "../../src-shared/preview";
import { emptyView, settledNames, staleReason, viewAfter } from "./preview-view";

const failure = (kind: "syntax" | "runtime"): TemplateFailure => ({
  kind,
  line: 3,
  column: 1,
  endLine: 3,
  endColumn: 5,
  message: "`for` is not closed",
  expression: null,
  type: "TemplateSyntaxError",
  name: null,
  output: null,
});

const preview = (more: Partial<Preview>): Preview => ({
  ok: true,
  output: "port 80\n",
  failures: [],
  lines: [1],
  names: [{ name: "port", line: 1, column: 8 }],
  missing: [],
  ...more,
});

const good = viewAfter(emptyView, { kind: "preview", preview: preview({}), ms: 2 });

describe("viewAfter", () => {
  it("shows what was rendered", () => {
    expect(good.shown?.output).toBe("port 80\n");
    expect(good).toMatchObject({ isStale: false, ms: 2, missing: [] });
  });

  it("keeps the last output at a syntax error, with the names that were missing", () => {
    const missed = viewAfter(good, {
      kind: "preview",
      preview: preview({ ok: false, missing: ["port"] }),
      ms: 1,
    });
    const broken = preview({ ok: false, output: null, failures: [failure("syntax")], names: [] });
    const view = viewAfter(missed, { kind: "preview", preview: broken, ms: 1 });
    expect(view.shown?.output).toBe("port 80\n");
    expect(view).toMatchObject({ isStale: true, missing: [{ name: "port" }] });
    expect(view.failures).toHaveLength(1);
    expect(staleReason(view)).toBe(
      "Line 3 cannot be read: `for` is not closed. Above is the last output.",
    );
  });

  it("is no stale output where an expression fails and the rest renders", () => {
    const view = viewAfter(good, {
      kind: "preview",
      preview: preview({ ok: false, failures: [failure("runtime")] }),
      ms: 1,
    });
    expect(view).toMatchObject({ isStale: false });
    expect(staleReason(view)).toBeNull();
  });

  it("says why it was stopped, and goes on at the next rendering", () => {
    const view = viewAfter(good, { kind: "stopped", reason: "time" });
    expect(view.shown?.output).toBe("port 80\n");
    expect(view.isStale).toBe(true);
    expect(staleReason(view)).toContain("longer than a second");
    const next = viewAfter(view, { kind: "preview", preview: preview({}), ms: 2 });
    expect(next).toMatchObject({ isStale: false, stopped: null });
  });

  it("says that there is no last output where there was none", () => {
    const view = viewAfter(emptyView, { kind: "stopped", reason: "memory" });
    expect(view).toMatchObject({ shown: null, isStale: false });
    expect(staleReason(view)).toBe("Stopped: it took too much memory.");
  });
});

it("does not call a name missing while it is typed", () => {
  const missing = [
    { name: "port", line: 2, column: 5 },
    { name: "site", line: 3, column: 1 },
  ];
  expect(settledNames(missing, 2, 9)).toEqual(["site"]);
  expect(settledNames(missing, 2, 5)).toEqual(["port", "site"]);
  expect(settledNames(missing, 2, 10)).toEqual(["port", "site"]);
});
