import { Button } from "../ui/button";

interface SubmitButtonProps {
  isSending: boolean;
  isChecking: boolean;
  children: string;
}

/** Gives the answer. It keeps the focus while it can do nothing, for the keyboard would be nowhere. */
export function SubmitButton({ isSending, isChecking, children }: SubmitButtonProps) {
  return (
    <Button variant="primary" type="submit" aria-disabled={isSending || isChecking || undefined}>
      {isChecking ? "Checking…" : children}
    </Button>
  );
}
