/** The parts of CycloneDX 1.6 that are written here. */
import type { Digest } from '../../../core/hash/digest';

export interface Property {
  name: string;
  value: string;
}

interface PerformanceMetric {
  type: string;
  value: string;
  slice: string;
  confidenceInterval?: { lowerBound: string; upperBound: string };
}

export interface ModelCardPart {
  modelParameters: {
    approach: { type: 'supervised' };
    task: string;
    architectureFamily: string;
    modelArchitecture: string;
    datasets: { type: 'dataset'; name: string; contents: { properties: Property[] } }[];
    inputs: { format: string }[];
    outputs: { format: string }[];
  };
  quantitativeAnalysis?: { performanceMetrics: PerformanceMetric[] };
  considerations?: { useCases: string[] };
}

export interface Component {
  type: 'application' | 'library' | 'machine-learning-model';
  'bom-ref': string;
  name: string;
  version: string;
  /** Of npm packages: `@scope`. */
  group?: string;
  description?: string;
  scope?: 'required' | 'optional' | 'excluded';
  hashes?: { alg: 'SHA-256' | 'SHA-512'; content: string }[];
  licenses?: { expression: string }[];
  purl?: string;
  modelCard?: ModelCardPart;
  properties?: Property[];
}

export interface Dependency {
  ref: string;
  dependsOn: string[];
}

export interface Sbom {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json';
  bomFormat: 'CycloneDX';
  specVersion: '1.6';
  serialNumber: `urn:uuid:${string}`;
  version: 1;
  metadata: {
    tools: { components: Component[] };
    component: Component;
  };
  components: Component[];
  dependencies: Dependency[];
}

/** Version 8 (RFC 9562): a UUID of one's own making, here the first bits of a digest. */
export function uuidOf(digest: Digest): string {
  const variant = '89ab'[Number.parseInt(digest[16]!, 16) & 3]!;
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    variant + digest.slice(17, 20),
    digest.slice(20, 32),
  ].join('-');
}
