import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { EditorPlace } from "../editor/editor-place";
import app from "../shell/app.module.css";
import { recallNumber, remember } from "../shell/remembered";
import { DataPane } from "./data-pane";
import { FileStrip } from "./file-strip";
import { PreviewPane } from "./preview-pane";
import { TemplateHeader } from "./template-header";
import { sessionOf } from "./template-sessions";
import styles from "./template-tab.module.css";
import { useTemplate } from "./templates-store";
import { useWarmUp } from "./warm-up";

/** Sizes of the panes in percent of the tab. */
const widths = { name: "templateWidth", usual: 50, least: 20, most: 80 };
const heights = { name: "templateHeight", usual: 64, least: 15, most: 90 };

const recallSize = ({ name, usual, least, most }: typeof widths) =>
  `${recallNumber(name, usual, least, most)}%`;

function keepSize({ name, least, most }: typeof widths, percentage: number): void {
  // A tab that is not shown has no size.
  if (percentage >= least && percentage <= most) remember(name, Math.round(percentage * 10) / 10);
}

/** A template: its text, below it the data, beside it the output. */
export function TemplateTab({ path }: { path: string }) {
  const entry = useTemplate(path);
  const session = sessionOf(path);
  useWarmUp();
  const failure = useStore(session.documents.get(path).state, (state) => state.failure);
  return (
    <article className={styles.tab} aria-label={path}>
      <TemplateHeader session={session} />
      <FileStrip document={session.documents.get(path)} />
      {failure === null && (
        <Group orientation="horizontal" className={app.group}>
          <Panel
            id="text"
            defaultSize={recallSize(widths)}
            minSize={`${widths.least}%`}
            onResize={({ asPercentage }) => keepSize(widths, asPercentage)}
          >
            <Group orientation="vertical" className={app.group}>
              <Panel
                id="template"
                defaultSize={recallSize(heights)}
                minSize={`${heights.least}%`}
                onResize={({ asPercentage }) => keepSize(heights, asPercentage)}
              >
                <section className={styles.source} aria-label="Template" data-pane="template">
                  <EditorPlace
                    kept={session.source}
                    className={styles.editor}
                    testId="template-text"
                    isFirst
                  />
                </section>
              </Panel>
              <Separator className={app.horizontal} aria-label="Height of the template" />
              <Panel id="data" minSize="10%">
                <DataPane session={session} entry={entry} />
              </Panel>
            </Group>
          </Panel>
          <Separator className={app.vertical} aria-label="Width of the template" />
          <Panel id="preview" minSize="20%">
            <PreviewPane session={session} entry={entry} />
          </Panel>
        </Group>
      )}
    </article>
  );
}
