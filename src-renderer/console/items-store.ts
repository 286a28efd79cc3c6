import { create } from "zustand";
import type { Item } from "../../src-shared/call";
import { soon } from "../ui/soon";
import { ItemBuffer } from "./item-buffer";

interface ItemsState {
  /** Grows as items come. Whoever shows a buffer reads it again then. */
  version: number;
}

export const useItems = create<ItemsState>(() => ({ version: 0 }));

/** What the calls that are still listed have yielded. */
const byCall = new Map<string, ItemBuffer>();

const tellSoon = soon(() => useItems.setState(({ version }) => ({ version: version + 1 })));

export function itemsOf(callId: string): ItemBuffer {
  let buffer = byCall.get(callId);
  if (buffer === undefined) {
    buffer = new ItemBuffer();
    byCall.set(callId, buffer);
  }
  return buffer;
}

export function addItems(callId: string, items: readonly Item[]): void {
  itemsOf(callId).push(items);
  tellSoon();
}

export function forgetItems(callId: string): void {
  byCall.delete(callId);
}
