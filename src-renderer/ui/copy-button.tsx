import { Check, Copy, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button";

interface CopyButtonProps {
  /** What is copied, made when it is asked for. */
  text: () => string;
  label: string;
  /** Words instead of a symbol alone. */
  words?: string;
  /** Instead of the usual one. */
  icon?: LucideIcon;
  size?: number;
  /** Of a button with words. */
  variant?: "quiet" | "plain";
}

/** Copies a text, and says for a moment that it did. */
export function CopyButton(props: CopyButtonProps) {
  const { text, label, words, icon: idle = Copy, size = 13, variant = "quiet" } = props;
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  };
  const icon = state === "copied" ? Check : idle;
  const said =
    state === "copied" ? "Copied" : state === "refused" ? "The clipboard refused it" : null;
  if (words === undefined)
    return <IconButton icon={icon} size={size} label={said ?? label} onClick={copy} />;
  return (
    <Button variant={variant} icon={icon} aria-label={said ?? label} onClick={copy}>
      {said ?? words}
    </Button>
  );
}
