import { applyFlow } from './application/apply-flow.ts';
import { approveFlow } from './application/approve-flow.ts';
import { rejectFlow } from './application/reject-flow.ts';
import type { Flow } from './flow/flow.ts';
import { registerFlow } from './profile/register-flow.ts';

/** Every flow, by name; a name here is what `enterFlow` takes and what is kept in `flow:{chatId}:{userId}`. */
export type FlowName = 'register' | 'apply' | 'approve' | 'reject';

export const flows: Partial<Record<FlowName, Flow<never>>> = {
  register: registerFlow,
  apply: applyFlow,
  approve: approveFlow,
  reject: rejectFlow,
};
