import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["node_modules/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylistic],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Indexing is checked by the compiler (noUncheckedIndexedAccess); where a loop holds the index, `!` says so.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Numbers are meant to be written into text here: coordinates, counts, years.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "text of the chronology goes through textContent; markup is parsed in card.ts alone" },
        { property: "insertAdjacentHTML", message: "see innerHTML" },
      ],
      eqeqeq: "error",
    },
  },
  // node's runner gathers the promises of its tests itself.
  { files: ["test/**/*.ts"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
  { files: ["**/*.mjs"], languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } } },
);
