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
}
