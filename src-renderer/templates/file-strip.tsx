import { useState } from "react";
import { useStore } from "zustand";
import type { OpenDocument } from "../library/document-store";
import { Button } from "../ui/button";
import { Strip } from "./strip";

/** What has to be said about a file that is open: what another program did to it, or that it was brought back. */
export function FileStrip({ document }: { document: OpenDocument }) {
  const { failure, trouble, other, isRecovered } = useStore(document.state);
  const [isSeen, setSeen] = useState(false);
  const name = document.path.slice(document.path.lastIndexOf("/") + 1);
  const wrong = failure ?? trouble;
  if (wrong !== null) {
    return (
      <Strip kind="bad">
        {wrong.message} {wrong.advice}
      </Strip>
    );
  }
  if (other?.kind === "gone") {
    return (
      <Strip
        kind="bad"
        actions={
          <Button
            onClick={() => {
              document.keepMine();
              void document.save();
            }}
          >
            Make it again
          </Button>
        }
      >
        {name} is not in the folder any more. Its text is still here.
      </Strip>
    );
  }
  if (other?.kind === "changed") {
    return (
      <Strip
        kind="bad"
        actions={
          <>
            <Button onClick={() => document.keepMine()}>Keep mine</Button>
            <Button onClick={() => document.takeTheirs()}>Take theirs</Button>
          </>
        }
      >
        Another program has changed {name}. Nothing is saved until you choose.
      </Strip>
    );
  }
  if (!isRecovered || isSeen) return null;
  return (
    <Strip
      actions={
        <>
          <Button onClick={() => document.discard()}>Forget them</Button>
          <Button onClick={() => setSeen(true)}>Go on with them</Button>
        </>
      }
    >
      {name} has changes from before the app ended. They are not saved.
    </Strip>
  );
}
