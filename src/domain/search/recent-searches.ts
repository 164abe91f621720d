import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { keys } from '../keys.ts';
import { defineRow } from '../rows.ts';
import { type SearchQuery, searchQuerySchema } from './search.ts';

/** Buttons under older results than these answer that they are too old. */
export const KEPT_SEARCHES = 20;

export const recentSearchRows = defineRow(
  keys.recentSearches,
  z.object({ searches: z.array(z.object({ id: z.string(), query: searchQuerySchema })) }),
);

/** The same search has the same name, so turning its pages again writes nothing. */
export const searchId = (query: SearchQuery): string =>
  createHash('sha256')
    .update(JSON.stringify(searchQuerySchema.parse(query)))
    .digest('base64url')
    .slice(0, 8);

async function load(ctx: Ctx) {
  if (!('telegramId' in ctx.actor)) throw new DomainError('common.not-allowed');
  const key = keys.recentSearches(ctx.actor.telegramId);
  return { key, searches: (await recentSearchRows.read(ctx.tx, key))?.searches ?? [] };
}

/** Keeps a search for the buttons of its results; gives the short name they use. */
export async function rememberSearch(ctx: Ctx, input: { query: SearchQuery }): Promise<string> {
  const { query } = input;
  const { key, searches } = await load(ctx);
  const id = searchId(query);
  // One that is still far from being dropped is left where it is: reading stays reading.
  if (searches.slice(0, KEPT_SEARCHES / 2).some((search) => search.id === id)) return id;
  const kept = [{ id, query }, ...searches.filter((search) => search.id !== id)].slice(0, KEPT_SEARCHES);
  recentSearchRows.write(ctx.tx, key, { searches: kept });
  return id;
}

/** Null when it is too long ago. */
export async function recallSearch(ctx: Ctx, input: { searchId: string }): Promise<SearchQuery | null> {
  const { searches } = await load(ctx);
  return searches.find(({ id }) => id === input.searchId)?.query ?? null;
}
