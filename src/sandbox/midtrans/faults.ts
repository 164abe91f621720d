import { setTimeout as sleep } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';

export type Endpoint = 'charge' | 'status' | 'cancel' | 'expire' | 'refund' | 'qr-code';

/** What may go wrong with a request, `times` times (default once). */
export interface Fault {
  on: Endpoint | 'any';
  /**
   * `drop-before`: the connection breaks and nothing happened; `drop-after`: it happened, the answer is lost;
   * `hang`: it happened and no answer ever comes; `answer`: something else is answered and nothing happened;
   * `delay`: late by `delayMs`, then as usual.
   */
  kind: 'drop-before' | 'drop-after' | 'hang' | 'answer' | 'delay';
  /** For `answer`. A string is sent as HTML, anything else as JSON. Default 500. */
  httpStatus?: number;
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
  times?: number;
}

/** What the simulated Midtrans does wrong, until it has done it often enough. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Charges are answered without `qr_string`, or with one of another amount (`wrong`). Stays until changed. */
  qrString: 'given' | 'absent' | 'wrong';
  /** Charges are answered 202/deny with this channel code (900: passing fault of GoPay). Stays until changed. */
  denyCharges: string | null;
  /** Every notification is sent this many times more. */
  duplicates: number;
}

export interface FaultPlan extends Faults {
  middleware(endpoint: Endpoint): (request: Request, response: Response, next: NextFunction) => Promise<void>;
}

const internal = { status_code: '500', status_message: 'Internal server error' };

export function createFaults(): FaultPlan {
  let plan: (Fault & { left: number })[] = [];
  return {
    qrString: 'given',
    denyCharges: null,
    duplicates: 0,
    add: (fault) => {
      plan.push({ ...fault, left: fault.times ?? 1 });
    },
    clear() {
      plan = [];
      this.qrString = 'given';
      this.denyCharges = null;
      this.duplicates = 0;
    },
    middleware: (endpoint) => async (request, response, next) => {
      const fault = plan.find((each) => each.left > 0 && (each.on === endpoint || each.on === 'any'));
      if (!fault) return next();
      fault.left -= 1;
      switch (fault.kind) {
        case 'drop-before':
          request.socket.destroy();
          return;
        case 'answer': {
          response.status(fault.httpStatus ?? 500).set(fault.headers ?? {});
          if (typeof fault.body === 'string') response.type('html').send(fault.body);
          else response.json(fault.body === undefined ? internal : fault.body);
          return;
        }
        case 'delay':
          await sleep(fault.delayMs ?? 100);
          return next();
        default: {
          // The work is done, only its answer goes nowhere.
          const { kind } = fault;
          response.end = (() => {
            if (kind === 'drop-after') request.socket.destroy();
            return response;
          }) as typeof response.end;
          return next();
        }
      }
    },
  };
}
