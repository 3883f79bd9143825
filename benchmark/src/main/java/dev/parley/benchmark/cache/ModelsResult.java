package dev.parley.benchmark.cache;

import java.util.List;

/**
 * What was measured of read models.
 *
 * @param applied null when it was not measured
 * @param checked conversations in pages that were looked at afterwards
 * @param wrong those of them that did not show what the events had made of them
 */
record ModelsResult(List<PagesRow> pages, Applied applied, long checked, long wrong) {}
