import { formatPlural } from "../../src-shared/format";
import { answerHere, useQuestions } from "../questions/questions-store";
import { Button } from "../ui/button";

/** Tells that hosts wait for an answer, and has it given before what is open. Nothing where none waits. */
export function WaitingHosts({ hostIds }: { hostIds: readonly string[] }) {
  const count = useQuestions(({ questions }) => {
    const asking = new Set(questions.map(({ hostId }) => hostId));
    return hostIds.filter((hostId) => asking.has(hostId)).length;
  });
  if (count === 0) return null;
  return (
    <Button variant="primary" onClick={answerHere}>
      {`Answer ${formatPlural(count, "host")} that ${count === 1 ? "waits" : "wait"}`}
    </Button>
  );
}
