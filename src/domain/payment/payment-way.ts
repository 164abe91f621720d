/**
 * How rent can be paid to us here and now; which of them a process offers is in `ctx.paymentWays`. What a payment was
 * made with is its `method`, of which the records know more.
 */
export const paymentWays = ['qris'] as const;
export type PaymentWay = (typeof paymentWays)[number];
