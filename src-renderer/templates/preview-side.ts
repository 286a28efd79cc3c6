import { createStore, type StoreApi } from "zustand/vanilla";
import { FailureError } from "../../src-shared/failure";
import type { Value } from "../../src-shared/value";
import { preview } from "../python/preview-engine";
import { emptyView, type PreviewView, viewAfter } from "./preview-view";

/** One preview of a template: what it was rendered with last, and what came of it. */
export class PreviewSide {
  readonly view: StoreApi<PreviewView> = createStore(() => emptyView);
  private source: string | null = null;
  private context: Map<string, Value> | null = null;

  /** @param key of its own in the preview engine */
  constructor(readonly key: string) {}

  /** Renders, unless that is what was rendered last. A context is another one if it is another object. */
  render(source: string, context: Map<string, Value>): void {
    if (source === this.source && context === this.context) return;
    this.source = source;
    this.context = context;
    void this.run(source, context);
  }

  private async run(source: string, context: Map<string, Value>): Promise<void> {
    const set = (change: (view: PreviewView) => PreviewView) => this.view.setState(change, true);
    try {
      const outcome = await preview(this.key, { source, context });
      if (outcome.kind !== "superseded") set((view) => viewAfter(view, outcome));
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      // The next change is tried anew.
      this.source = null;
      set((view) => viewAfter(view, { kind: "broken", message: thrown.failure.message }));
    }
  }
}
