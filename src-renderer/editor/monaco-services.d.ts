/** What is used of Monaco's services, which its types leave out. */

declare module "monaco-editor/platform/configuration/common/configuration.js" {
  export const IConfigurationService: { readonly service: "configuration" };
}

declare module "monaco-editor/platform/storage/common/storage.js" {
  export const IStorageService: { readonly service: "storage" };
}

declare module "monaco-editor/editor/standalone/browser/standaloneServices.js" {
  interface Services {
    configuration: {
      updateValue(key: string, value: unknown): Promise<void>;
    };
    storage: {
      store(key: string, value: boolean, scope: number, target: number): void;
      getBoolean(key: string, scope: number, fallback: boolean): boolean;
      onDidChangeValue(scope: number, key: string): (listener: () => void) => void;
    };
  }
  export const StandaloneServices: {
    get<T extends keyof Services>(service: { readonly service: T }): Services[T];
  };
}
