// What the editor of a tool can do beyond the others; loaded with the first of them.
import "monaco-editor/features/codeAction/register.js";
import "monaco-editor/features/documentSymbols/register.js";
import "monaco-editor/features/gotoSymbol/register.js";
import "monaco-editor/features/parameterHints/register.js";
import "monaco-editor/features/quickOutline/register.js";
