import { expose } from '../expose';
import { Analyst } from './analyst';

expose(new Analyst());
