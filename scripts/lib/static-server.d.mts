export interface StaticServer {
  /** Address of the folder, with a slash at its end. */
  url: string;
  port: number;
  close(): Promise<void>;
}

export function serveStatic(options: {
  root: string;
  base?: string;
  port?: number;
  host?: string;
  nextFree?: boolean;
  headers?: Record<string, string> | ((path: string) => Record<string, string>);
}): Promise<StaticServer>;
