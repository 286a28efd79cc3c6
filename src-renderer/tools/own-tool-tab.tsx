import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { EditorPlace } from "../editor/editor-place";
import app from "../shell/app.module.css";
import { recallNumber, remember } from "../shell/remembered";
import { FileStrip } from "../templates/file-strip";
import { useWarmUp } from "../templates/warm-up";
import { OwnToolHeader } from "./own-tool-header";
import { OwnToolMethods } from "./own-tool-methods";
import { OwnToolOutcome } from "./own-tool-outcome";
import { ownToolSession } from "./own-tool-sessions";
import styles from "./own-tool-tab.module.css";

/** Sizes of the panes in percent of the tab. */
const widths = { name: "ownToolWidth", usual: 52, least: 20, most: 80 };
const heights = { name: "ownToolHeight", usual: 52, least: 15, most: 85 };

const recallSize = ({ name, usual, least, most }: typeof widths) =>
  `${recallNumber(name, usual, least, most)}%`;

function keepSize({ name, least, most }: typeof widths, percentage: number): void {
  // A tab that is not shown has no size.
  if (percentage >= least && percentage <= most) remember(name, Math.round(percentage * 10) / 10);
}

/** A file of own tools: its source, beside it what can be called, and what comes of it. */
export function OwnToolTab({ path }: { path: string }) {
  const session = ownToolSession(path);
  useWarmUp();
  const failure = useStore(session.document.state, (state) => state.failure);
  return (
    <article className={styles.tab} aria-label={path}>
      <OwnToolHeader session={session} />
      <FileStrip document={session.document} />
      {failure === null && (
        <Group orientation="horizontal" className={app.group}>
          <Panel
            id="source"
            defaultSize={recallSize(widths)}
            minSize={`${widths.least}%`}
            onResize={({ asPercentage }) => keepSize(widths, asPercentage)}
          >
            <section className={styles.pane} aria-label="Source" data-pane="source">
              <EditorPlace
                kept={session.source}
                className={styles.editor}
                testId="tool-source"
                isFirst
              />
            </section>
          </Panel>
          <Separator className={app.vertical} aria-label="Width of the source" />
          <Panel id="calls" minSize="20%">
            <Group orientation="vertical" className={app.group}>
              <Panel
                id="methods"
                defaultSize={recallSize(heights)}
                minSize={`${heights.least}%`}
                onResize={({ asPercentage }) => keepSize(heights, asPercentage)}
              >
                <OwnToolMethods session={session} />
              </Panel>
              <Separator className={app.horizontal} aria-label="Height of the methods" />
              <Panel id="outcome" minSize="15%">
                <OwnToolOutcome session={session} />
              </Panel>
            </Group>
          </Panel>
        </Group>
      )}
    </article>
  );
}
