import type { languages } from "monaco-editor/editor/editor.api.js";
import type { FormatLexer } from "./formats/format-lexer";
import {
  type LineTokens,
  type TokenState,
  tokenizeFormat,
  tokenizeTemplate,
} from "./template-tokens";

class MonacoState implements languages.IState {
  constructor(readonly state: TokenState) {}

  clone(): MonacoState {
    return this;
  }

  equals(other: languages.IState): boolean {
    return (
      other instanceof MonacoState &&
      other.state.template === this.state.template &&
      other.state.format === this.state.format
    );
  }
}

/** The colours of templates that make a format. */
export function templateTokens(lexer: FormatLexer): languages.TokensProvider {
  return provider(lexer, (line, state) => tokenizeTemplate(line, state, lexer));
}

/** The colours of a format. */
export function formatTokens(lexer: FormatLexer): languages.TokensProvider {
  return provider(lexer, (line, state) => tokenizeFormat(line, state.format, lexer));
}

function provider(
  lexer: FormatLexer,
  tokenize: (line: string, state: TokenState) => LineTokens,
): languages.TokensProvider {
  return {
    getInitialState: () => new MonacoState({ template: "", format: lexer.start }),
    tokenize: (line, before) => {
      if (!(before instanceof MonacoState)) throw new Error("a state of another language");
      const { tokens, state } = tokenize(line, before.state);
      return {
        tokens: tokens.map(({ start, type }) => ({ startIndex: start, scopes: type })),
        endState: new MonacoState(state),
      };
    },
  };
}
