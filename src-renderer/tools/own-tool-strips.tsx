import { Strip } from "../templates/strip";
import { Button } from "../ui/button";
import type { OwnToolSession } from "./own-tool-session";
import type { OwnToolFile } from "./own-tools-store";

interface OwnToolStripsProps {
  session: OwnToolSession;
  file: OwnToolFile | undefined;
}

/** Where Python noticed what it says of another line. */
const DETECTED = / \(detected at line \d+\)$/;

/** What has to be said about a file of own tools: that it is no Python just now, or cannot be called. */
export function OwnToolStrips({ session, file }: OwnToolStripsProps) {
  if (file === undefined) return null;
  const { path, module, error, trouble, twins } = file;
  return (
    <>
      {error !== null && (
        <Strip
          kind="bad"
          actions={
            <Button onClick={() => session.goTo(error.line, error.column)}>
              Go to line {error.line}
            </Button>
          }
        >
          Line {error.line}: {error.message.replace(DETECTED, "")}.{" "}
          {file.tools.length > 0 && "Below are the methods of the last good text."}
        </Strip>
      )}
      {trouble !== null && <Strip kind="bad">{trouble}</Strip>}
      {module === null && (
        <Strip kind="bad">
          {path.slice(path.lastIndexOf("/") + 1)} cannot be imported under its name, so it cannot be
          called. Rename it: letters, digits and underscores, then .py.
        </Strip>
      )}
      {twins.length > 0 && module !== null && (
        <Strip>
          {twins.join(", ")} {twins.length === 1 ? "is" : "are"} the module {module} too. In this
          window each is called by its own file; the command line cannot tell tools of one name
          apart.
        </Strip>
      )}
    </>
  );
}
