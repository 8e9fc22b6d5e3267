export { type FaultId, isFaultId, type KnownFault, knownFaults } from '../provider/faults.ts';
export { createHandlers } from '../provider/handlers.ts';
export type { ProviderOptions } from '../provider/options.ts';
export { type RunningProvider, type ServeOptions, startProvider } from '../provider/server.ts';
