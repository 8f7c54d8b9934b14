import { expose } from '../expose';
import { Keeper } from './keeper';

expose(new Keeper());
