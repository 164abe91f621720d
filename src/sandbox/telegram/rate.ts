import { tooManyRequests } from './errors.ts';

export interface Bucket {
  /** Tokens that can be saved up. */
  burst: number;
  /** Tokens per second. */
  perSecond: number;
}

export interface RateModel {
  /** Per private chat. */
  privateChat: Bucket;
  /** Per group, supergroup or channel. */
  group: Bucket;
  /** All chats together. */
  overall: Bucket;
}

/** The FAQ's numbers with the bursts that people measure (architecture 11.1). Sends and edits share them. */
export const telegramRates: RateModel = {
  privateChat: { burst: 5, perSecond: 1 },
  group: { burst: 20, perSecond: 20 / 60 },
  overall: { burst: 30, perSecond: 30 },
};

export interface RateLimiter {
  /** Takes `count` tokens of this chat and overall, or throws 429 with the whole seconds to wait. */
  take(chatId: number, count: number): void;
  setModel(model: RateModel | null): void;
}

/** `now` is real time in ms: limits do not follow the moved business clock. `null` means no limits. */
export function createRateLimiter(initial: RateModel | null, now: () => number): RateLimiter {
  let model = initial;
  const levels = new Map<number | 'overall', { tokens: number; at: number }>();

  const wait = (key: number | 'overall', bucket: Bucket, count: number): number => {
    const time = now();
    const level = levels.get(key) ?? { tokens: bucket.burst, at: time };
    level.tokens = Math.min(bucket.burst, level.tokens + ((time - level.at) / 1000) * bucket.perSecond);
    level.at = time;
    levels.set(key, level);
    // An album larger than the burst passes once the bucket is full.
    const needed = Math.min(count, bucket.burst);
    return level.tokens >= needed ? 0 : (needed - level.tokens) / bucket.perSecond;
  };
  const spend = (key: number | 'overall', count: number): void => {
    const level = levels.get(key);
    if (level) level.tokens -= count;
  };

  return {
    take(chatId, count) {
      if (!model) return;
      const bucket = chatId > 0 ? model.privateChat : model.group;
      const seconds = Math.max(wait(chatId, bucket, count), wait('overall', model.overall, count));
      if (seconds > 0) throw tooManyRequests(Math.max(1, Math.ceil(seconds)));
      spend(chatId, count);
      spend('overall', count);
    },
    setModel(next) {
      model = next;
      levels.clear();
    },
  };
}
