import { z } from 'zod';

/**
 * What a person typed on one line: no NUL, lone surrogate or other control and direction characters (they break
 * jsonb or turn the text of others around), runs of white space as one blank, trimmed.
 */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** Like `cleanLine`, with line breaks kept (two in a row at most). */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** A line typed by a person, of `min` to `max` characters after cleaning. */
export const line = (min: number, max: number) =>
  z
    .string()
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(min)
        .refine((text) => [...text].length <= max, { error: 'too long' }),
    );

/** Several lines typed by a person, up to `max` characters after cleaning. */
export const paragraph = (max: number) =>
  z
    .string()
    .transform(cleanText)
    .pipe(z.string().refine((text) => [...text].length <= max, { error: 'too long' }));
