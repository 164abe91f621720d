import { createMovableClock } from '../../src/adapters/system/clock.ts';
import { createApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { loadDemoData } from '../../src/sandbox/demo-data.ts';
import { crashAfter } from './crash.ts';

/** The whole app in a process of its own, which kills itself (`SIGKILL`) right after its n-th write, send or charge. */
const { config, killAfter, queuePrefix }: { config: Config; killAfter: number | null; queuePrefix: string } =
  JSON.parse(process.argv[2] ?? '{}');
const crash = crashAfter(killAfter ?? Number.POSITIVE_INFINITY, () => process.kill(process.pid, 'SIGKILL'));
const clock = createMovableClock();
const app = await createApp(config, {
  log: createLog(process.env.TEST_LOG ?? 'silent'),
  clock,
  queuePrefix,
  limits: { overallPerSecond: Number.POSITIVE_INFINITY, perChatPerSecond: Number.POSITIVE_INFINITY },
  wrapKv: crash.wrapKv,
  wrapApi: crash.wrapApi,
  wrapGateway: crash.wrapGateway,
});
await loadDemoData(app.kv, { clock, ids: app.ids, people: 'owners' });
process.on('message', async (message) => {
  if (message !== 'stop') return;
  await app.stop();
  process.exit(0);
});
process.send?.({ url: app.url });
