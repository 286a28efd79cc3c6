/** What a kept editor must be able to do. */
interface Editor {
  focus(): void;
  dispose(): void;
}

/**
 * An editor that outlives its place in the page: a tab that is not shown takes its elements
 * away, and would take what can be undone, the scroll position and the selection with them.
 */
export class KeptEditor<E extends Editor> {
  private readonly element = document.createElement("div");
  private made: E | null = null;
  private isMaking = false;
  private isDisposed = false;
  private wantsFocus = false;

  /** @param make called when it first has a place, and again at the next one where it failed */
  constructor(private readonly make: (box: HTMLElement) => Promise<E>) {
    this.element.style.height = "100%";
  }

  /** The editor; null until it is there. */
  get editor(): E | null {
    return this.made;
  }

  attach(place: HTMLElement): void {
    place.append(this.element);
    if (this.isMaking || this.isDisposed) return;
    this.isMaking = true;
    this.element.replaceChildren();
    this.make(this.element).then(
      (editor) => {
        if (this.isDisposed) return editor.dispose();
        this.made = editor;
        // It was gone to while there was nothing to go to yet.
        const isWaitedFor = place.contains(document.activeElement) && place.isConnected;
        if (this.wantsFocus || isWaitedFor) editor.focus();
      },
      (thrown) => {
        this.isMaking = false;
        this.element.replaceChildren(failureWords(thrown));
      },
    );
  }

  detach(): void {
    this.element.remove();
  }

  focus(): void {
    if (this.made === null) this.wantsFocus = true;
    else this.made.focus();
  }

  dispose(): void {
    this.isDisposed = true;
    this.element.remove();
    this.made?.dispose();
  }
}

/** What stands in the editor's place where it could not be loaded. */
function failureWords(thrown: unknown): HTMLElement {
  const words = document.createElement("p");
  words.className = "editor-failure selectable";
  words.setAttribute("role", "alert");
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  words.textContent = `The editor could not be loaded: ${reason} Show another tab and come back to try again.`;
  return words;
}
