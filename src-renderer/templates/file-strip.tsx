import { useStore } from "zustand";
import type { OpenDocument } from "../library/document-store";
import { Strip } from "./strip";

/** What has to be said about a file that is open: it could not be read, or was changed elsewhere. */
export function FileStrip({ document }: { document: OpenDocument }) {
  const failure = useStore(document.state, (state) => state.failure);
  if (failure === null) return null;
  return (
    <Strip kind="bad">
      {failure.message} {failure.advice}
    </Strip>
  );
}
