/** The saved call that is dragged, from whichever tree; null while none is. */
let dragged: string | null = null;

export function setDraggedCall(path: string | null): void {
  dragged = path;
}

export function draggedCall(): string | null {
  return dragged;
}
