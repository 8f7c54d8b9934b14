export { buildModule } from './build-module';
