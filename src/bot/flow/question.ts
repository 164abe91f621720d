import { z } from 'zod';
import type { BotContext } from '../context.ts';
import { defineCallback } from '../ui/callback.ts';
import { type Html, html, lines, plainText } from '../ui/html.ts';
import { inEveryLanguage } from '../ui/i18n.ts';
import { button, inlineKeyboard } from '../ui/keyboard.ts';
import type { OutMessage } from '../ui/message.ts';
import type { Question } from './flow.ts';
import type { FlowState } from './state.ts';

/** A choice of one question of one run. */
export const choiceTap = defineCallback('f', { run: z.string(), step: z.int(), value: z.string() });
export const controls = ['done', 'back', 'skip', 'cancel'] as const;
export type Control = (typeof controls)[number];
export const controlTap = defineCallback('fc', { run: z.string(), step: z.int(), what: z.enum(controls) });

const labels: Record<Control, string> = {
  done: 'flow-done',
  back: 'flow-back',
  skip: 'flow-skip',
  cancel: 'flow-cancel',
};

/** The label of a control that was typed or stands on the reply keyboard, whatever language it was shown in. */
export const isLabel = (ctx: BotContext, what: Control): boolean => {
  const text = ctx.message?.text?.trim();
  return text !== undefined && inEveryLanguage(labels[what]).includes(text);
};

export interface QuestionFacts {
  state: FlowState;
  /** Which of the flow's steps asks. */
  index: number;
  question: Question;
  progress: { step: number; total: number };
  offered: Control[];
  /** Why the last answer was not taken. */
  reason: Html | undefined;
}

/** The question as it is sent: progress and reason above it, its choices and the controls below. */
export function questionMessage(ctx: BotContext, facts: QuestionFacts): OutMessage {
  const { question, progress, reason } = facts;
  const text = lines(
    reason && html`⚠️ ${reason}\n`,
    html`<i>${ctx.t('flow-progress', { step: progress.step, total: progress.total })}</i>`,
    question.text,
  );
  return {
    text,
    ...(question.photo ? { photo: question.photo } : {}),
    keyboard: question.request ? requestKeyboard(ctx, question.request, facts.offered) : choiceKeyboard(ctx, facts),
  };
}

function requestKeyboard(
  ctx: BotContext,
  request: NonNullable<Question['request']>,
  offered: Control[],
): NonNullable<OutMessage['keyboard']> {
  const asks = request === 'contact' ? { request_contact: true } : { request_location: true };
  return {
    keyboard: [
      [{ text: plainText(ctx.t(`flow-send-${request}`)), ...asks }],
      offered.map((what) => ({ text: plainText(ctx.t(labels[what])) })),
    ],
    resize_keyboard: true,
    one_time_keyboard: true,
  };
}

function choiceKeyboard(ctx: BotContext, { state: { run }, index: step, question, offered }: QuestionFacts) {
  const control = (what: Control) => button(ctx.t(labels[what]), controlTap.pack({ run, step, what }));
  return inlineKeyboard([
    ...(question.choices ?? []).map((row) =>
      row.map(({ label, value, style }) => button(label, choiceTap.pack({ run, step, value }), style)),
    ),
    offered.includes('done') && [control('done')],
    offered.filter((what) => what !== 'done').map(control),
  ]);
}
