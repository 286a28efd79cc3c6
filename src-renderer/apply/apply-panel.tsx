import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import { hostById } from "../hosts/hosts-store";
import { returnFocus } from "../shell/focus";
import { IconButton } from "../ui/button";
import dialog from "../ui/dialog.module.css";
import { useEscape } from "../ui/escape";
import type { ApplyContext } from "./apply-context";
import styles from "./apply-panel.module.css";
import { ApplyReview } from "./apply-review";
import { type ApplySettings, recallSettings, rememberSettings } from "./apply-settings";
import { ApplySetup } from "./apply-setup";
import { dropPlan, startPlan, useApply } from "./apply-store";

interface ApplyPanelProps {
  /** Path of the template in its library, which its errors carry. */
  templatePath: string;
  source: string;
  /** What the template can be rendered with; the first is offered. There is at least one. */
  contexts: readonly ApplyContext[];
  /** The host that is offered where the template was never applied; null for none. */
  hostId: string | null;
  onClose: () => void;
}

/** A template on hosts: say where, see what would change, write it. */
export function ApplyPanel({ templatePath, source, contexts, hostId, onClose }: ApplyPanelProps) {
  const [settings, setSettings] = useState<ApplySettings>(() =>
    recallSettings(templatePath, hostId, (id) => hostById(id) !== undefined),
  );
  const [contextId, setContextId] = useState(contexts[0]?.id ?? "");
  const [planId, setPlanId] = useState<string | null>(null);
  const plan = useApply((state) => (planId === null ? undefined : state.plans.get(planId)));
  const last = useRef<string | null>(null);
  last.current = planId;
  // However the panel goes, its plan goes with it.
  useEffect(
    () => () => {
      if (last.current !== null) dropPlan(last.current);
    },
    [],
  );
  const compare = () => {
    rememberSettings(templatePath, settings);
    const context = new Map(contexts.find(({ id }) => id === contextId)?.value);
    const { path, hostIds, follow } = settings;
    setPlanId(startPlan({ source, filename: templatePath, context, hostIds, path, follow }));
  };
  const back = () => {
    if (planId !== null) dropPlan(planId);
    setPlanId(null);
  };
  const isWriting = plan?.isApplying === true;
  const close = () => {
    if (!isWriting) onClose();
  };
  useEscape(close);
  return (
    <Primitive.Root open onOpenChange={(open) => !open && close()}>
      <Primitive.Portal>
        <Primitive.Overlay className={dialog.scrim} />
        <Primitive.Content
          className={styles.panel}
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <header className={styles.head}>
            <Primitive.Title className={styles.title}>
              Apply {templatePath.slice(templatePath.lastIndexOf("/") + 1)} to hosts
            </Primitive.Title>
            <IconButton icon={X} label="Close" disabled={isWriting} onClick={onClose} />
          </header>
          {plan === undefined ? (
            <ApplySetup
              settings={settings}
              onChange={setSettings}
              contexts={contexts}
              context={contextId}
              onContext={setContextId}
              onCancel={onClose}
              onCompare={compare}
            />
          ) : (
            <ApplyReview plan={plan} options={settings.options} onBack={back} onClose={onClose} />
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
