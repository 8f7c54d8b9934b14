/** Walks a tape once, for one batch. */
import { activate, ActivateRecord, applySlope, SlopeRecord } from './activation';
import { denseForward, denseInputGradient, denseKernelGradient, DenseRecord } from './dense';
import { drawWords, dropoutBackward, dropoutForward, DropoutRecord } from './dropout';
import { meet } from './gate';
import { layerOperation } from './layers';
import { addLoss, AddLossRecord, lossAndGradient, LossRecord } from './loss';
import { decay, DecayRecord, update, UpdateRecord } from './optimiser';
import { clip, NormRecord, penalise, PenaltyRecord, sumSquares } from './penalty';
import * as op from './program';
import { RecordHead, Step } from './program';
import { gather, GatherRecord, give, GiveRecord, take, TakeRecord } from './rows';

export function runTape(step: Step, tape: usize): void {
  for (;;) {
    const head = changetype<RecordHead>(tape);
    if (head.operation == op.END) return;
    run(step, head.operation, tape);
    meet(step);
    tape += (<usize>head.words) << 2;
  }
}

function run(step: Step, operation: u32, record: usize): void {
  switch (operation) {
    case op.GATHER:
      gather(step, changetype<GatherRecord>(record));
      return;
    case op.DENSE_FORWARD:
      denseForward(step, changetype<DenseRecord>(record));
      return;
    case op.DENSE_KERNEL_GRADIENT:
      denseKernelGradient(step, changetype<DenseRecord>(record));
      return;
    case op.DENSE_INPUT_GRADIENT:
      denseInputGradient(step, changetype<DenseRecord>(record));
      return;
    case op.ACTIVATE:
      activate(step, changetype<ActivateRecord>(record));
      return;
    case op.SLOPE:
      applySlope(step, changetype<SlopeRecord>(record));
      return;
    case op.LOSS:
      lossAndGradient(step, changetype<LossRecord>(record));
      return;
    case op.ADD_LOSS:
      addLoss(step, changetype<AddLossRecord>(record));
      return;
    case op.PENALTY:
      penalise(step, changetype<PenaltyRecord>(record));
      return;
    case op.NORM:
      sumSquares(step, changetype<NormRecord>(record));
      return;
    case op.CLIP:
      clip(step, changetype<NormRecord>(record));
      return;
    case op.DECAY:
      decay(step, changetype<DecayRecord>(record));
      return;
    case op.UPDATE:
      update(step, changetype<UpdateRecord>(record));
      return;
    case op.TAKE:
      take(step, changetype<TakeRecord>(record));
      return;
    case op.GIVE:
      give(step, changetype<GiveRecord>(record));
      return;
    case op.DROPOUT_WORDS:
      drawWords(step, changetype<DropoutRecord>(record));
      return;
    case op.DROPOUT_FORWARD:
      dropoutForward(step, changetype<DropoutRecord>(record));
      return;
    case op.DROPOUT_BACKWARD:
      dropoutBackward(step, changetype<DropoutRecord>(record));
      return;
    default:
      layerOperation(step, operation, record);
  }
}
