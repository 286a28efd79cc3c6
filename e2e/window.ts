import { expect, type Locator, type Page } from "@playwright/test";

/** The window as a person uses it: by names and roles. */
export class AppWindow {
  constructor(readonly page: Page) {}

  get hosts(): Locator {
    return this.page.getByRole("tree", { name: "Hosts" });
  }

  /** A row of the host list: a host, or a group by its last name. */
  host(name: string): Locator {
    return this.hosts.getByRole("treeitem", { name, exact: true });
  }

  /** State of the host whose tab is shown. */
  get hostState(): Locator {
    return this.page.getByTestId("host-state").filter({ visible: true });
  }

  get result(): Locator {
    return this.page.getByTestId("result").filter({ visible: true });
  }

  /** The rows of what the call that is shown has yielded. */
  get items(): Locator {
    return this.result.getByRole("tree", { name: "Items" });
  }

  /** How many there were, as the window says it. */
  get itemCount(): Locator {
    return this.result.getByTestId("item-count");
  }

  get callLog(): Locator {
    return this.page.getByRole("region", { name: "Call log" }).filter({ visible: true });
  }

  get statusBar(): Locator {
    return this.page.getByRole("contentinfo");
  }

  /** Clicks a host and waits until its session is ready. */
  async connect(name: string): Promise<void> {
    await this.host(name).click();
    await expect(this.hostState).toHaveText("ready");
  }

  /** Chooses a method in the console by keyboard, as `Tool.method`. */
  async chooseMethod(name: string): Promise<void> {
    const picker = this.page.getByRole("combobox", { name: "Method" }).filter({ visible: true });
    await picker.press("ArrowDown");
    await this.page.getByPlaceholder("Search by name or summary").fill(name);
    const method = name.slice(name.indexOf(".") + 1);
    const chosen = this.page.locator("[cmdk-item][data-selected=true] code");
    await expect(chosen).toHaveText(method);
    await this.page.keyboard.press("Enter");
    await expect(picker).toHaveText(name);
  }

  /** The form field of a parameter. */
  field(parameter: string): Locator {
    return this.page
      .getByTestId(`parameter-${parameter}`)
      .filter({ visible: true })
      .getByRole("textbox", { name: parameter, exact: true });
  }

  /** Runs what the form says. */
  async call(): Promise<void> {
    await this.page.keyboard.press("Control+Enter");
  }

  /** Adds a host by its address and waits until its session is ready. */
  async addHost(address: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add a host", exact: true }).click();
    await this.page.getByLabel("Address").fill(address);
    await this.page.keyboard.press("Enter");
    await expect(this.hostState).toHaveText("ready");
  }

  /** The tree of templates in the sidebar. */
  get templates(): Locator {
    return this.page.getByRole("tree", { name: "Templates" });
  }

  /** The text of the template whose tab is shown. */
  get template(): EditorPane {
    return new EditorPane(this.page, "template-text");
  }

  /** Its data set. */
  get data(): EditorPane {
    return new EditorPane(this.page, "data-text");
  }

  /** Its output. */
  get output(): EditorPane {
    return new EditorPane(this.page, "output");
  }

  get preview(): Locator {
    return this.page
      .getByRole("region", { name: "Preview", exact: true })
      .filter({ visible: true });
  }

  get dataPane(): Locator {
    return this.page.getByRole("region", { name: "Data", exact: true }).filter({ visible: true });
  }

  get problems(): Locator {
    return this.page.getByRole("region", { name: "Problems" }).filter({ visible: true });
  }

  /** Shows the templates in the sidebar. */
  async showTemplates(): Promise<void> {
    const button = this.page.getByRole("button", { name: "Templates", exact: true });
    if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  }

  /** The tree of the user's own tools. */
  get ownTools(): Locator {
    return this.page.getByRole("tree", { name: "Your tools" });
  }

  /** A saved call beneath its tool in the sidebar. */
  savedCall(name: string): Locator {
    return this.page.getByRole("treeitem", { name, exact: true });
  }

  /** Goes to a row of the tools by keyboard, from the top of its tree. */
  async goToTool(name: string): Promise<void> {
    const row = this.page.getByRole("treeitem", { name, exact: true });
    await expect(row).toBeVisible();
    const tree = this.page.getByRole("tree").filter({ has: row });
    await tree.focus();
    await this.page.keyboard.press("Home");
    const isThere = async () =>
      (await tree.getAttribute("aria-activedescendant")) === (await row.getAttribute("id"));
    for (let steps = 0; steps < 100 && !(await isThere()); steps += 1) {
      await this.page.keyboard.press("ArrowDown");
    }
    expect(await isThere()).toBe(true);
  }

  /** The source of the own tool whose tab is shown. */
  get toolSource(): EditorPane {
    return new EditorPane(this.page, "tool-source");
  }

  /** What can be called of it. */
  get ownMethods(): Locator {
    return this.page
      .getByRole("region", { name: "Methods", exact: true })
      .filter({ visible: true });
  }

  /** Shows the tools in the sidebar. */
  async showTools(): Promise<void> {
    const button = this.page.getByRole("button", { name: "Tools", exact: true });
    if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  }

  /** Opens a template by typing its name into quick open, and waits until its text is there. */
  async openTemplate(name: string): Promise<void> {
    await this.page.keyboard.press("Control+p");
    await expect(this.page.getByPlaceholder(/^Find a host/)).toBeFocused();
    await this.page.keyboard.type(name);
    const chosen = this.page.locator("[cmdk-item][data-selected=true]");
    await expect(chosen).toContainText(name);
    await this.page.keyboard.press("Enter");
    await expect(this.template.lines.first()).toBeVisible();
  }

  /** Chooses what the preview is rendered with: a data set or a host by its name. */
  async chooseData(name: string, label = "Data of the preview"): Promise<void> {
    await this.page.getByRole("button", { name: label }).filter({ visible: true }).click();
    await this.page.keyboard.type(name);
    await expect(this.page.locator("[cmdk-item][data-selected=true]")).toContainText(name);
    await this.page.keyboard.press("Enter");
  }
}

/** An editor in the tab that is shown. It has only those lines in the page that can be seen. */
export class EditorPane {
  readonly box: Locator;

  constructor(
    private readonly page: Page,
    testId: string,
  ) {
    this.box = page.getByTestId(testId).filter({ visible: true });
  }

  get lines(): Locator {
    return this.box.locator(".view-line");
  }

  /** The line that has these words. */
  line(words: string): Locator {
    return this.lines.filter({ hasText: words }).first();
  }

  /** What can be seen of its text, with blanks as blanks. */
  async text(): Promise<string> {
    const rows = await this.lines.evaluateAll((lines) =>
      lines
        .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    return rows.join("\n").replaceAll("\u00a0", " ");
  }

  async expectText(words: string | RegExp): Promise<void> {
    const expected =
      typeof words === "string" ? expect.stringContaining(words) : expect.stringMatching(words);
    await expect.poll(() => this.text()).toEqual(expected);
  }

  async expectFocus(): Promise<void> {
    await expect(this.box.locator(":focus")).toHaveCount(1);
  }

  async focus(): Promise<void> {
    await this.lines.first().click();
  }

  /**
   * Waits until the editor has read its text, which it does when nothing else is to be done. Only where it knows
   * what stands before a bracket it closes it by itself.
   */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestIdleCallback(() => resolve(null))),
    );
  }

  /** Puts a text in place of all, as a person pastes it: nothing is added by the editor. */
  async fill(text: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.press("Control+a");
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.page.keyboard.press(text === "" ? "Delete" : "Control+v");
  }
}
