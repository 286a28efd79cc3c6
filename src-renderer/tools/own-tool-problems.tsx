import { CircleAlert, TriangleAlert } from "lucide-react";
import { useStore } from "zustand";
import { formatPlural } from "../../src-shared/format";
import { Button } from "../ui/button";
import type { OwnToolSession } from "./own-tool-session";

/** How much is wrong with the text, as far as it is marked there; leads from one to the next. */
export function OwnToolProblems({ session }: { session: OwnToolSession }) {
  const { errors, warnings } = useStore(session.state, (state) => state.problems);
  if (errors + warnings === 0) return null;
  const words = [
    ...(errors > 0 ? [formatPlural(errors, "error")] : []),
    ...(warnings > 0 ? [formatPlural(warnings, "warning")] : []),
  ].join(", ");
  return (
    <Button
      variant="quiet"
      icon={errors > 0 ? CircleAlert : TriangleAlert}
      keys="F8"
      aria-label={`Go to the next of ${words}`}
      onClick={() => session.goToProblem()}
    >
      {words}
    </Button>
  );
}
