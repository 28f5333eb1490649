# berth_models(): runs tools/modelgen over model/ at build time and makes the library berth_models
# of what comes out: structs, shape tables, one row an operation.
set(BERTH_MODEL_PARTS_ecs 3)
set(BERTH_MODEL_PARTS_iam 3)
set(BERTH_MODEL_PARTS_logs 3)

# Shared by build trees of one machine, so that ccache knows the models again.
set(BERTH_GENERATED_DIR ${CMAKE_BINARY_DIR}/generated CACHE PATH "Where generated sources go")

function(berth_models)
  set(models ecs iam sts logs berth acs tcs docker agent)
  set(generated ${BERTH_GENERATED_DIR})
  set(out ${generated}/aws/models)
  set(generator ${CMAKE_SOURCE_DIR}/tools/modelgen/modelgen.py)
  set(all_sources)
  foreach(model IN LISTS models)
    set(input ${CMAKE_SOURCE_DIR}/model/${model}.json)
    if(NOT EXISTS ${input})
      continue()
    endif()
    set(parts 1)
    if(BERTH_MODEL_PARTS_${model})
      set(parts ${BERTH_MODEL_PARTS_${model}})
    endif()
    set(sources)
    math(EXPR last "${parts} - 1")
    foreach(part RANGE ${last})
      list(APPEND sources ${out}/${model}_${part}.cpp)
    endforeach()
    add_custom_command(
      OUTPUT ${sources} ${out}/${model}.h ${out}/${model}_shapes.h
      COMMAND Python3::Interpreter ${generator} ${input}
              --paginators ${CMAKE_SOURCE_DIR}/model/${model}.paginators.json
              --name ${model} --out ${out} --parts ${parts}
      DEPENDS ${input} ${generator}
      COMMENT "Generating the model of ${model}")
    list(APPEND all_sources ${sources})
    list(APPEND all_headers ${out}/${model}.h)
  endforeach()
  add_custom_target(berth_models_generated DEPENDS ${all_sources} ${all_headers})
  add_library(berth_models STATIC ${all_sources})
  target_include_directories(berth_models PUBLIC ${CMAKE_SOURCE_DIR}/src ${generated})
  target_link_libraries(berth_models PUBLIC berth_base PRIVATE berth_options)
  # offsetof in structs that hold a std::map is conditionally supported: both compilers do.
  target_compile_options(berth_models PRIVATE -O1 -Wno-invalid-offsetof)
  add_dependencies(berth_models berth_models_generated)
endfunction()
