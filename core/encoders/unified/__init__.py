"""The unified model: one space for texts, OCR pages and cover images (DESIGN section 3).

Where things are:

* `config`: sizes and switches; `inputs`: what can be encoded; `batch`: tensors of a batch; `collator`: from the one to
  the other; `feature_cache`: what frozen networks compute, kept; `states`: their layers run outside the model.
* `backbone`, `text_tower`, `layout` and `ocr_tower`, `visual_tower`: the towers.
* `deformable_cross_modal`, `deformable_alignment`, `fusion`, `gates`, `output`: the blocks that are trained, the gates
  they enter through, and the Matryoshka heads.
* `model`: all of it as one network; `building`: from a preset; `encoder`: numpy in and out, for the rest of the
  program; `storing`: to and from a checkpoint folder.

The source paper names the structure (visual encoder, structure-aware OCR module, multilingual transformer, deformable
attention, joint contrastive loss); its equations are not public. Every formula here is our reconstruction, and each
module names where its form comes from. One thing is our own rule: every trained block enters through a gate that starts
at zero, so that the untrained model scores exactly as its backbones do.
"""
