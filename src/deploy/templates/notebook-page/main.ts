/** The script of an exported notebook in which nothing is live. */
import { drawPage } from './page';
import { start } from './start';

drawPage(document, start(document), null);
