import { readFileSync } from 'node:fs';

/** A citation as it stands in a text: `(product 3.5)`, `architecture 2, 3`, `decision 9`. */
export interface Citation {
  document: string;
  section: string;
}

const form = /\b(product|architecture|decision) (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)(?!\w)/g;

/** A comment's line breaks, stars and dashes may stand between the words of a citation. */
const unbroken = (text: string): string => text.replace(/\s*\n\s*(?:\*(?!\/)|--|\/\/)?\s*/g, ' ');

/** Every section that a text cites, in its order. */
export const citationsIn = (text: string): Citation[] =>
  [...unbroken(text).matchAll(form)].flatMap(([, document = '', sections = '']) =>
    sections.split(/, | and /).map((section) => ({ document, section })),
  );

/** The numbers of a document's sections: `## 3. Flows`, `### 3.5 Paying`. */
export const sectionsOf = (file: string): Set<string> =>
  new Set([...readFileSync(file, 'utf8').matchAll(/^#{1,4} (\d+(?:\.\d+)?)\.? /gm)].map((match) => match[1] ?? ''));

/** Documents that a text names by a file or a folder of files (`facts/telegram.md`, `docs/operations.md`). */
export const documentsIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\w/.<{*-])(?:[\w-]+\/)*[\w-]+\.md\b/g)].map((match) => match[0]);

const comments = (text: string, isSql: boolean): string[] =>
  text.match(isSql ? /--.*$/gm : /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm) ?? [];

/** Files of code that comments name, by as much of their path as is said (`updates/router.ts`). */
export const filesIn = (text: string, isSql: boolean): string[] =>
  comments(text, isSql).flatMap((comment) =>
    [...comment.matchAll(/(?<![\w/.{}*<-])(?:[\w-]+\/)*[\w-]+\.(?:ts|sql|json|txt|ftl)\b/g)].map((match) => match[0]),
  );
