/** What we use of midtrans-client 1.4.3, read from its source: it has no types, and @types' are nearly empty. */
declare module 'midtrans-client' {
  interface AxiosRequest {
    headers: { set(name: string, value: string): unknown };
    signal?: AbortSignal;
  }
  interface CoreApiOptions {
    /** Tested for truthiness: the string "false" would select production. */
    isProduction: boolean;
    serverKey: string;
    clientKey: string;
  }
  class CoreApi {
    constructor(options: CoreApiOptions);
    readonly apiConfig: { getCoreApiBaseUrl(): string };
    readonly httpClient: {
      readonly http_client: {
        readonly defaults: { timeout?: number; maxRedirects?: number; maxContentLength?: number; proxy?: false };
        readonly interceptors: { request: { use(change: (request: AxiosRequest) => AxiosRequest): unknown } };
      };
    };
    readonly transaction: {
      status(id: string): Promise<unknown>;
      cancel(id: string): Promise<unknown>;
    };
    charge(body: object): Promise<unknown>;
  }
  /** CommonJS: named imports fail at run time. */
  const midtrans: { CoreApi: typeof CoreApi };
  export default midtrans;
}
