/** What is used of Monaco's services, which its types leave out. */

declare module "monaco-editor/platform/configuration/common/configuration.js" {
  export const IConfigurationService: { readonly service: "configuration" };
}

declare module "monaco-editor/editor/standalone/browser/standaloneServices.js" {
  export const StandaloneServices: {
    get(service: { readonly service: "configuration" }): {
      updateValue(key: string, value: unknown): Promise<void>;
    };
  };
}
