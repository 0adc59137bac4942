<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n in the list (select some with Shift or Ctrl)</source>
        <translation>
            <numerusform>The one in the list</numerusform>
            <numerusform>All %n in the list (select some with Shift or Ctrl)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>Try the failed one again</numerusform>
            <numerusform>Try %n failed again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message numerus="yes">
        <source>%n scan(s) decided</source>
        <translation>
            <numerusform>%n scan decided</numerusform>
            <numerusform>%n scans decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left in the queue</source>
        <translation>
            <numerusform>%n left in the queue</numerusform>
            <numerusform>%n left in the queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkEditDialog</name>
    <message numerus="yes">
        <source>Change %n record(s)</source>
        <translation>
            <numerusform>Change %n record</numerusform>
            <numerusform>Change %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected record(s)</source>
        <translation>
            <numerusform>%n selected record</numerusform>
            <numerusform>%n selected records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CallNumberBuilder</name>
    <message numerus="yes">
        <source>Taken: %n other record(s) have this call number ({ids}).</source>
        <translation>
            <numerusform>Taken: %n other record have this call number ({ids}).</numerusform>
            <numerusform>Taken: %n other records have this call number ({ids}).</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckSection</name>
    <message numerus="yes">
        <source>%n thing(s) do not fit together.</source>
        <translation>
            <numerusform>%n thing does not fit together.</numerusform>
            <numerusform>%n things do not fit together.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them can be repaired.</source>
        <translation>
            <numerusform>%n of them can be repaired.</numerusform>
            <numerusform>%n of them can be repaired.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message numerus="yes">
        <source>%n common point(s)</source>
        <translation>
            <numerusform>%n common point</numerusform>
            <numerusform>%n common points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of the record found on the scan (filled)</source>
        <translation>
            <numerusform>%n line of the record found on the scan (filled)</numerusform>
            <numerusform>%n lines of the record found on the scan (filled)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) agree with the stored cover</source>
        <translation>
            <numerusform>%n point agrees with the stored cover</numerusform>
            <numerusform>%n points agree with the stored cover</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConvertDialog</name>
    <message numerus="yes">
        <source>%n rejected, kept in {files}.</source>
        <translation>
            <numerusform>%n rejected, kept in {files}.</numerusform>
            <numerusform>%n rejected, kept in {files}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DryRunStep</name>
    <message numerus="yes">
        <source>%n record(s) would get a clearly different title.</source>
        <translation>
            <numerusform>%n record would get a clearly different title.</numerusform>
            <numerusform>%n records would get a clearly different title.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message numerus="yes">
        <source>%n suspected duplicate(s)</source>
        <translation>
            <numerusform>%n suspected duplicate</numerusform>
            <numerusform>%n suspected duplicates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) changed since</source>
        <translation>
            <numerusform>%n record changed since</numerusform>
            <numerusform>%n records changed since</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>All %n record(s)</source>
        <translation>
            <numerusform>All %n record</numerusform>
            <numerusform>All %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The present search (%n)</source>
        <translation>
            <numerusform>The present search (%n)</numerusform>
            <numerusform>The present search (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The selected (%n)</source>
        <translation>
            <numerusform>The selected (%n)</numerusform>
            <numerusform>The selected (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FacetsModel</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FeedbackList</name>
    <message numerus="yes">
        <source>%n event(s) of feedback were exported</source>
        <translation>
            <numerusform>%n event of feedback was exported</numerusform>
            <numerusform>%n events of feedback were exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of feedback were deleted</source>
        <translation>
            <numerusform>%n event of feedback was deleted</numerusform>
            <numerusform>%n events of feedback were deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ItemChooser</name>
    <message numerus="yes">
        <source>The %n record(s) in view</source>
        <translation>
            <numerusform>The %n record in view</numerusform>
            <numerusform>The %n records in view</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelDialog</name>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n label</numerusform>
            <numerusform>%n labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) left out.</source>
        <translation>
            <numerusform>%n item left out.</numerusform>
            <numerusform>%n items left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearnedWeights</name>
    <message numerus="yes">
        <source>on %n search(es) kept back, agreement with what people said {before} → {after}.</source>
        <translation>
            <numerusform>on %n search kept back, agreement with what people said {before} → {after}.</numerusform>
            <numerusform>on %n searches kept back, agreement with what people said {before} → {after}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NamesDialog</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutputWords</name>
    <message numerus="yes">
        <source>%n record(s) written to {file}.</source>
        <translation>
            <numerusform>%n record written to {file}.</numerusform>
            <numerusform>%n records written to {file}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remark(s) below.</source>
        <translation>
            <numerusform>%n remark below.</numerusform>
            <numerusform>%n remarks below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message numerus="yes">
        <source>%n cop(y/ies)</source>
        <translation>
            <numerusform>%n copy</numerusform>
            <numerusform>%n copies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueColumn</name>
    <message numerus="yes">
        <source>%n to review</source>
        <translation>
            <numerusform>%n to review</numerusform>
            <numerusform>%n to review</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecordControl</name>
    <message numerus="yes">
        <source>%n record(s) were merged.</source>
        <translation>
            <numerusform>%n record was merged.</numerusform>
            <numerusform>%n records were merged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultPreview</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchWords</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) like it</source>
        <translation>
            <numerusform>%n record like it</numerusform>
            <numerusform>%n records like it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more with all the words</source>
        <translation>
            <numerusform>%n more with all the words</numerusform>
            <numerusform>%n more with all the words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible match(es)</source>
        <translation>
            <numerusform>%n possible match</numerusform>
            <numerusform>%n possible matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n good match(es)</source>
        <translation>
            <numerusform>%n good match</numerusform>
            <numerusform>%n good matches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n weaker</source>
        <translation>
            <numerusform>%n weaker</numerusform>
            <numerusform>%n weaker</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible</source>
        <translation>
            <numerusform>%n possible</numerusform>
            <numerusform>%n possible</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelfListDialog</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourcesDialog</name>
    <message numerus="yes">
        <source>It answers: %n record(s) found.</source>
        <translation>
            <numerusform>It answers: %n record found.</numerusform>
            <numerusform>It answers: %n records found.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message numerus="yes">
        <source>%n file(s) still being written</source>
        <translation>
            <numerusform>%n file still being written</numerusform>
            <numerusform>%n files still being written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n taken in so far</source>
        <translation>
            <numerusform>%n taken in so far</numerusform>
            <numerusform>%n taken in so far</numerusform>
        </translation>
    </message>
</context>
</TS>
